package dev.vernier.engine.graph.op;

/**
 * Moves channels into squares of {@code blockSize × blockSize} (ONNX {@code DepthToSpace}).
 *
 * @param depthLast the depth of the result runs fastest among the channels (ONNX mode {@code DCR}); otherwise the block's
 *     position does ({@code CRD})
 */
public record DepthToSpace(int blockSize, boolean depthLast, ImageLayout layout) implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
