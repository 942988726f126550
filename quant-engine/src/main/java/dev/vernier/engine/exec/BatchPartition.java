package dev.vernier.engine.exec;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.LayerCosts;
import dev.vernier.engine.tensor.NativeMemory;

/**
 * How samples are divided into batches: always the same way, so that cached activations fit every evaluation.
 *
 * @param samples how many samples there are
 * @param size samples of each batch but the last
 */
public record BatchPartition(int samples, int size) {
    /**
     * Small enough that the activations of a layer stay in the processor's caches and a first estimate is there at once, large enough
     * that a step's fixed cost does not show; where one core works on each, as much memory for each core.
     */
    private static final int SIZE = 64;

    private static final int SIZE_ON_ONE_CORE = 32;

    /** Where samples cost so little that the fixed cost of a batch's steps would show, so many at most, as long as each core has several. */
    private static final int MOST = 128;

    private static final int LEAST_BATCHES_OF_A_CORE = 8;

    /** Fixed cost is a few tens of microseconds a step. */
    private static final double SHORTEST_BATCH_NANOS = 4e6;

    /** An evaluation is stopped between two steps, so a step of one batch takes no longer than this where a sample allows it. */
    private static final double LONGEST_STEP_NANOS = 10e6;

    /** What one core does, within a factor of two over the networks of docs/benchmarks.md. */
    private static final double MACS_PER_NANO = 20;

    private static final double NANOS_PER_BYTE = 0.5;

    /** Steps of a batch hold several activations at a time, on each core. */
    private static final int ACTIVATIONS_IN_MEMORY = 16;

    /**
     * For {@code lanes} batches at once: few samples are divided among the lanes, but not into batches so small that fixed cost shows.
     */
    public static BatchPartition of(Graph graph, int samples, int lanes) {
        Cost cost = Cost.of(graph);
        if (lanes < 2) {
            return new BatchPartition(samples, Math.min(SIZE, cost.mostSamples(1)));
        }
        int worth = SIZE_ON_ONE_CORE;
        while (worth < MOST
                && worth * cost.nanos() < SHORTEST_BATCH_NANOS
                && samples >= 2L * worth * lanes * LEAST_BATCHES_OF_A_CORE) {
            worth *= 2;
        }
        // A power of two divides what a first result waits for.
        int most = Integer.highestOneBit(Math.min(worth, cost.mostSamples(lanes)));
        int each = (samples + lanes - 1) / lanes;
        return new BatchPartition(samples, Math.min(most, Math.max(SIZE_ON_ONE_CORE / 4, each)));
    }

    /**
     * What a sample takes; layers whose shapes are not known count nothing.
     *
     * @param nanos of all layers together
     * @param slowestNanos of the layer that takes longest
     * @param largestBytes of the largest layer's output
     */
    private record Cost(double nanos, double slowestNanos, long largestBytes) {
        static Cost of(Graph graph) {
            double all = 0;
            double slowest = 1;
            long largest = 1;
            for (Layer layer : Layer.listOf(graph)) {
                long written = layer.outputBytesPerSample();
                long macs = LayerCosts.of(graph, layer).macsPerSample().orElse(0);
                double nanos = macs / MACS_PER_NANO + written * NANOS_PER_BYTE;
                all += nanos;
                slowest = Math.max(slowest, nanos);
                largest = Math.max(largest, written);
            }
            return new Cost(all, slowest, largest);
        }

        /** Samples of a batch of which no layer takes too long or too much memory. */
        int mostSamples(int lanes) {
            long fitting = NativeMemory.limitBytes() / ACTIVATIONS_IN_MEMORY / lanes / largestBytes;
            return (int) Math.max(1, Math.min(fitting, LONGEST_STEP_NANOS / slowestNanos));
        }
    }

    public int batches() {
        return (samples + size - 1) / size;
    }

    public int from(int batch) {
        return batch * size;
    }

    public int count(int batch) {
        return Math.min(size, samples - from(batch));
    }
}
