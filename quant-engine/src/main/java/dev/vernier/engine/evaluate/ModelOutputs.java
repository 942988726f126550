package dev.vernier.engine.evaluate;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;

/** What models answered, by (fingerprint of the output, batch): a plan that was evaluated before is answered at once. Safe for several threads. */
final class ModelOutputs {
    private record Key(String fingerprint, int batch) {}

    /** 64 MB of scores: thousands of evaluations of a classifier. */
    private static final long MAX_SCORES = 1L << 24;

    private final Map<Key, OutputBatch> known = new HashMap<>();
    private long scores;

    synchronized OutputBatch get(String fingerprint, int batch) {
        return known.get(new Key(fingerprint, batch));
    }

    synchronized OutputBatch put(String fingerprint, int batch, Tensor output, int samples, OutputForm form) {
        TensorData data = output.toData();
        OutputBatch made = OutputBatch.of(data.toFloats(), samples, form);
        if (scores > MAX_SCORES) {
            known.clear();
            scores = 0;
        }
        scores += made.scores().length;
        known.put(new Key(fingerprint, batch), made);
        return made;
    }

    /** The value that metrics are taken of: the first output of floating type. */
    static String scoredOutput(Graph graph) {
        return graph.outputs().stream()
                .filter(v -> graph.spec(v).map(s -> s.type().isFloating()).orElse(true))
                .findFirst()
                .orElse(graph.outputs().get(0));
    }
}
