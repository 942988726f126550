package dev.vernier.engine.graph.op;

/**
 * Joins its operands along one axis; a quantized concat has one scale for all of them.
 */
public record Concat(int axis) implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }

    @Override
    public boolean unifiesInputs() {
        return true;
    }
}
