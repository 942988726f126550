package dev.vernier.engine.graph.op;

/** Repeats its operand along each axis; operands x, repeats (ONNX {@code Tile}). */
public record Tile() implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
