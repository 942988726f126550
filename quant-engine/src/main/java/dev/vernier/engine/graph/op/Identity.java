package dev.vernier.engine.graph.op;

/**
 * Passes its operand on.
 */
public record Identity() implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
