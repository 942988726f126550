package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * A copy of the first operand with elements or slices put in at the index tuples of the second operand's last axis (ONNX
 * {@code ScatterND}). Operands x, indices {@code […, tuple]}, updates {@code […, rest of x]}.
 */
public record ScatterNd(ScatterReduction reduction) implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of(0, 2);
    }

    @Override
    public String type() {
        return "ScatterND";
    }
}
