package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Tile;
import dev.vernier.engine.tensor.StridedCopy;
import dev.vernier.engine.tensor.Tensor;
import java.util.Arrays;

/** Tile and Expand: the same elements several times. */
final class RepeatKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        try (Tensor x = MemoryOrder.rowMajor(call.tensor(0), call.resources())) {
            long[] operand = call.longs(1);
            return new Tensor[] {call.op() instanceof Tile ? tile(call, x, operand) : expand(call, x, operand)};
        }
    }

    /** Each axis as two: which repetition, and the place in it. */
    private static Tensor tile(KernelCall call, Tensor x, long[] repeats) {
        int rank = x.shape().rank();
        if (repeats.length != rank || Arrays.stream(repeats).anyMatch(r -> r < 0)) {
            throw call.shapeError("repeats " + Arrays.toString(repeats) + " do not fit a tensor of shape " + x.shape());
        }
        long[] own = Tensor.rowMajorStrides(x.shape());
        long[] dims = new long[rank];
        long[] split = new long[2 * rank];
        long[] source = new long[2 * rank];
        for (int axis = 0; axis < rank; axis++) {
            dims[axis] = Math.multiplyExact(x.shape().dim(axis), repeats[axis]);
            split[2 * axis] = repeats[axis];
            split[2 * axis + 1] = x.shape().dim(axis);
            source[2 * axis + 1] = own[axis];
        }
        return copy(x, source, Shape.of(split), Shape.of(dims));
    }

    private static Tensor expand(KernelCall call, Tensor x, long[] wanted) {
        if (Arrays.stream(wanted).anyMatch(d -> d < 0)) {
            throw call.shapeError("shape " + Arrays.toString(wanted) + " is no shape");
        }
        Shape shape = BinaryKernel.broadcast(call, x.shape(), Shape.of(wanted));
        long[] own = Tensor.rowMajorStrides(x.shape());
        long[] source = new long[shape.rank()];
        for (int axis = 0; axis < x.shape().rank(); axis++) {
            source[shape.rank() - x.shape().rank() + axis] = x.shape().dim(axis) == 1 ? 0 : own[axis];
        }
        return copy(x, source, shape, shape);
    }

    /** @param split the result's shape with axes divided, as {@code sourceStrides} has them */
    private static Tensor copy(Tensor x, long[] sourceStrides, Shape split, Shape shape) {
        Tensor out = Tensor.allocate(x.type(), shape);
        if (split.rank() == 0) {
            out.buffer().put(0, x.buffer(), 0, x.elementBytes());
        } else {
            StridedCopy.copy(
                    x.buffer(),
                    0,
                    sourceStrides,
                    out.buffer(),
                    0,
                    Tensor.rowMajorStrides(split),
                    split.toArray(),
                    x.elementBytes());
        }
        return out;
    }
}
