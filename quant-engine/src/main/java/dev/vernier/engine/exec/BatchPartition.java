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
        int most = Math.min(lanes < 2 ? SIZE : SIZE_ON_ONE_CORE, most(graph, Math.max(1, lanes)));
        if (lanes < 2) {
            return new BatchPartition(samples, most);
        }
        int each = (samples + lanes - 1) / lanes;
        return new BatchPartition(samples, Math.min(most, Math.max(SIZE_ON_ONE_CORE / 4, each)));
    }

    /** Samples of a batch of which no layer takes too long or too much memory; shapes that are not known count nothing. */
    private static int most(Graph graph, int lanes) {
        double nanos = 1;
        long bytes = 1;
        for (Layer layer : Layer.listOf(graph)) {
            long written = layer.outputBytesPerSample();
            long macs = LayerCosts.of(graph, layer).macsPerSample().orElse(0);
            nanos = Math.max(nanos, macs / MACS_PER_NANO + written * NANOS_PER_BYTE);
            bytes = Math.max(bytes, written);
        }
        long fitting = NativeMemory.limitBytes() / ACTIVATIONS_IN_MEMORY / lanes / bytes;
        return (int) Math.max(1, Math.min(fitting, LONGEST_STEP_NANOS / nanos));
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
