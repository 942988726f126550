package dev.vernier.engine.graph.op;

/**
 * Largest value of each channel; spatial axes stay with length 1.
 */
public record GlobalMaxPool(ImageLayout layout) implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
