package dev.vernier.engine.graph.op;

/** Broadcasts its operand to a shape; operands x, shape (ONNX {@code Expand}: a dimension of 1 keeps the operand's own). */
public record Expand() implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
