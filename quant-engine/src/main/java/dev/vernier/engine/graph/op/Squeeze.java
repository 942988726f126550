package dev.vernier.engine.graph.op;

/**
 * Drops axes of length 1; operands x, optional axes (all of length 1 if left out).
 */
public record Squeeze() implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
