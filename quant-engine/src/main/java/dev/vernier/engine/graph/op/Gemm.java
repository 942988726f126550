package dev.vernier.engine.graph.op;

/**
 * Dense layer (ONNX {@code Gemm}): {@code alpha · A' B' + beta · C}; operands A {@code [rows, in]}, B {@code [in, out]} or, transposed,
 * {@code [out, in]}, optional C that broadcasts to {@code [rows, out]}.
 */
public record Gemm(boolean transposeA, boolean transposeB, float alpha, float beta, Clamp activation) implements Op {
    @Override
    public int weightInput() {
        return 1;
    }

    @Override
    public int weightChannelAxis() {
        return transposeB ? 0 : 1;
    }

    @Override
    public int biasInput() {
        return 2;
    }

    @Override
    public Clamp fusedActivation() {
        return activation;
    }
}
