package dev.vernier.engine.graph.op;

/**
 * A strided part; operands x, starts, ends, optional axes, optional steps (ONNX {@code Slice}, opset 13 form).
 */
public record Slice() implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
