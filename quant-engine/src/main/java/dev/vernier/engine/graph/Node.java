package dev.vernier.engine.graph;

import dev.vernier.engine.graph.op.Op;
import java.util.List;
import java.util.Objects;

/**
 * One operation of a graph and the values it reads and writes.
 *
 * @param name unique in its graph; the source model's name, shown to people and written to every export
 * @param inputs value names in the operation's operand order; an empty string is an optional operand left out
 * @param outputs value names, the first one being the operation's result
 */
public record Node(String name, Op op, List<String> inputs, List<String> outputs) {
    public Node {
        Objects.requireNonNull(name);
        Objects.requireNonNull(op);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The first output. */
    public String output() {
        return outputs.get(0);
    }

    /** Whether operand {@code index} is given. */
    public boolean hasInput(int index) {
        return index < inputs.size() && !inputs.get(index).isEmpty();
    }

    /** Operand {@code index}, or an empty string if it is left out. */
    public String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }
}
