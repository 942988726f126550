package dev.vernier.engine.exec;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.TensorData;
import java.util.Collection;
import java.util.Map;

/** Runs a graph once, from numbers to numbers: for constant folding, tests and proofs. */
public final class Interpreter {
    private Interpreter() {}

    /**
     * @param inputs by name, for every graph input
     * @param wanted value names to answer with
     */
    public static Map<String, TensorData> run(Graph graph, Map<String, TensorData> inputs, Collection<String> wanted) {
        throw new UnsupportedOperationException();
    }
}
