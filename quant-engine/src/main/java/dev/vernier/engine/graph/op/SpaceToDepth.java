package dev.vernier.engine.graph.op;

/** Moves squares of {@code blockSize × blockSize} into channels, position in the block first (ONNX {@code SpaceToDepth}). */
public record SpaceToDepth(int blockSize, ImageLayout layout) implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
