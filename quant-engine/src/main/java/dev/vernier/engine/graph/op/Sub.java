package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * {@code a - b}, element by element with broadcasting (ONNX {@code Sub}).
 */
public record Sub(Clamp activation) implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of(0, 1);
    }

    @Override
    public Clamp fusedActivation() {
        return activation;
    }
}
