package dev.vernier.engine.exec;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.TensorData;
import java.util.Collection;
import java.util.Map;

/** Runs a graph once, from numbers to numbers: for constant folding and tests. To run one again and again, see {@link GraphRunner}. */
public final class Interpreter {
    private Interpreter() {}

    /**
     * Computes {@code wanted} and only what it needs.
     *
     * @param inputs by name, for every graph input that is needed
     * @param wanted value names to answer with
     * @return by name, in the order of {@code wanted}
     * @throws VernierException if an input is missing, or a layer cannot run
     */
    public static Map<String, TensorData> run(Graph graph, Map<String, TensorData> inputs, Collection<String> wanted) {
        try (GraphRunner runner = new GraphRunner(graph, wanted)) {
            return runner.run(inputs);
        }
    }
}
