package dev.vernier.engine.graph.op;

/**
 * Slices of the first operand at the indices in the second.
 */
public record Gather(int axis) implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
