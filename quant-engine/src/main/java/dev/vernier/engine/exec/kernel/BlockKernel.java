package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.DepthToSpace;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.SpaceToDepth;
import dev.vernier.engine.tensor.Tensor;

/** DepthToSpace and SpaceToDepth: the axes split, put in another order and joined. */
final class BlockKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        boolean toSpace = call.op() instanceof DepthToSpace;
        int b = toSpace
                ? call.op(DepthToSpace.class).blockSize()
                : call.op(SpaceToDepth.class).blockSize();
        ImageLayout layout = toSpace
                ? call.op(DepthToSpace.class).layout()
                : call.op(SpaceToDepth.class).layout();
        Shape x = call.shape(0);
        if (x.rank() != 4 || b < 1) {
            throw call.shapeError("blocks of " + b + " do not fit");
        }
        boolean first = layout == ImageLayout.CHANNELS_FIRST;
        long n = x.dim(0);
        long c = x.dim(layout.channelAxis(4));
        long h = x.dim(layout.firstSpatialAxis());
        long w = x.dim(layout.firstSpatialAxis() + 1);
        if (toSpace ? c % ((long) b * b) != 0 : h % b != 0 || w % b != 0) {
            throw call.shapeError("the operand cannot be divided into blocks of " + b);
        }
        if (toSpace) {
            long depth = c / ((long) b * b);
            boolean depthLast = call.op(DepthToSpace.class).depthLast();
            long[] channels = depthLast ? new long[] {b, b, depth} : new long[] {depth, b, b};
            // Where, among the split axes, depth and the two axes of a block stand.
            int d = depthLast ? 2 : 0;
            int row = depthLast ? 0 : 1;
            int column = depthLast ? 1 : 2;
            return first
                    ? moved(
                            call,
                            Shape.of(n, channels[0], channels[1], channels[2], h, w),
                            new int[] {0, 1 + d, 4, 1 + row, 5, 1 + column},
                            Shape.of(n, depth, h * b, w * b))
                    : moved(
                            call,
                            Shape.of(n, h, w, channels[0], channels[1], channels[2]),
                            new int[] {0, 1, 3 + row, 2, 3 + column, 3 + d},
                            Shape.of(n, h * b, w * b, depth));
        }
        return first
                ? moved(
                        call,
                        Shape.of(n, c, h / b, b, w / b, b),
                        new int[] {0, 3, 5, 1, 2, 4},
                        Shape.of(n, c * b * b, h / b, w / b))
                : moved(
                        call,
                        Shape.of(n, h / b, b, w / b, b, c),
                        new int[] {0, 1, 3, 2, 4, 5},
                        Shape.of(n, h / b, w / b, c * b * b));
    }

    private static Tensor[] moved(KernelCall call, Shape split, int[] order, Shape joined) {
        try (Tensor rows = MemoryOrder.rowMajor(call.tensor(0), call.resources());
                Tensor blocks = rows.reshaped(split);
                Tensor moved = MemoryOrder.transposed(blocks, order, call.resources())) {
            return new Tensor[] {moved.reshaped(joined)};
        }
    }
}
