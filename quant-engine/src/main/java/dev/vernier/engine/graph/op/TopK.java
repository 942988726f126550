package dev.vernier.engine.graph.op;

/**
 * The {@code k} largest or smallest elements along an axis, and where they stand as int64; operands x, k (ONNX {@code TopK}).
 */
public record TopK(int axis, boolean largest, boolean sorted) implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
