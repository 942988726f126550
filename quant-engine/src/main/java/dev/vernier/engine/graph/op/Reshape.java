package dev.vernier.engine.graph.op;

/**
 * Another shape for the same elements; operands x, shape (one entry may be -1; 0 keeps a dimension unless {@code allowZero}).
 */
public record Reshape(boolean allowZero) implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
