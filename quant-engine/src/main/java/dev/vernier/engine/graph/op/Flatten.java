package dev.vernier.engine.graph.op;

/**
 * To a matrix: axes before {@code axis} times those from it on.
 */
public record Flatten(int axis) implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
