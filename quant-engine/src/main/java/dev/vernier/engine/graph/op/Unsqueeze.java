package dev.vernier.engine.graph.op;

/**
 * Inserts axes of length 1; operands x, axes (positions in the result).
 */
public record Unsqueeze() implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
