package dev.vernier.engine.graph.op;

import java.util.List;

/** {@code a} to the power of {@code b}, element by element with broadcasting (ONNX {@code Pow}). */
public record Pow() implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of(0, 1);
    }
}
