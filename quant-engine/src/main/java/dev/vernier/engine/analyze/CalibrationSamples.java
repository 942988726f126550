package dev.vernier.engine.analyze;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.exec.GraphRunner;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.progress.Cancellation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The samples that cures are learned on.
 *
 * @param size how many of {@code data}, from the first on
 * @param seed where chance has a part it begins here
 */
record CalibrationSamples(Dataset data, int size, long seed) {
    /** Small enough that the activations of a layer stay in the processor's caches. */
    static final int BATCH = 32;

    /** Hears wanted values batch by batch. */
    @FunctionalInterface
    interface BatchListener {
        /** @param first index of the batch's first sample */
        void hear(int first, Map<String, TensorData> values);
    }

    /** Runs {@code graph} over the samples for the wanted values and what they need. */
    void run(Graph graph, List<String> wanted, BatchListener listener, Cancellation cancellation) {
        try (GraphRunner runner = new GraphRunner(graph, wanted)) {
            for (int from = 0; from < size; from += BATCH) {
                cancellation.check();
                listener.hear(from, runner.run(inputs(graph, from)));
            }
        }
    }

    int batches() {
        return (size + BATCH - 1) / BATCH;
    }

    /** The graph inputs of the batch that begins with sample {@code from}. */
    Map<String, TensorData> inputs(Graph graph, int from) {
        List<TensorData> read = data.batch(from, Math.min(BATCH, size - from));
        Map<String, TensorData> inputs = new HashMap<>();
        for (int i = 0; i < read.size(); i++) {
            inputs.put(graph.inputs().get(i).name(), read.get(i));
        }
        return inputs;
    }
}
