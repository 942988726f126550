package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * Matrix product over the last two axes with broadcast batch axes (ONNX {@code MatMul}): operands A {@code […, n, k]}, B
 * {@code […, k, m]}, optional bias {@code [m]} (an added constant, fused at import). B is a weight where it is a constant.
 */
public record MatMul(Clamp activation) implements Op {
    @Override
    public int weightInput() {
        return 1;
    }

    /** The last axis; counted from the end because the rank is B's own. */
    @Override
    public int weightChannelAxis() {
        return -1;
    }

    @Override
    public int biasInput() {
        return 2;
    }

    @Override
    public List<Integer> quantizableInputs() {
        return List.of(0, 1);
    }

    @Override
    public Clamp fusedActivation() {
        return activation;
    }
}
