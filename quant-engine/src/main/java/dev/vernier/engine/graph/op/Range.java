package dev.vernier.engine.graph.op;

import java.util.List;

/** Numbers from the first operand up to the second, excluded, in steps of the third (ONNX {@code Range}). */
public record Range() implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }
}
