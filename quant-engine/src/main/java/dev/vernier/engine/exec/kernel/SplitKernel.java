package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.op.Split;
import dev.vernier.engine.tensor.StridedCopy;
import dev.vernier.engine.tensor.Tensor;
import java.util.Arrays;

/** Parts of a tensor along one axis. */
final class SplitKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        Tensor x = call.tensor(0);
        int rank = x.shape().rank();
        int axis = ShapeKernel.normalized(call, call.op(Split.class).axis(), rank, rank);
        long length = x.shape().dim(axis);
        int count = call.op(Split.class).parts();
        long[] lengths = call.has(1) ? call.longs(1) : equalParts(length, count);
        boolean fits = lengths.length == count && Arrays.stream(lengths).allMatch(l -> l >= 0);
        if (!fits || Arrays.stream(lengths).sum() != length) {
            throw call.shapeError("parts of " + Arrays.toString(lengths) + " do not make an axis of " + length);
        }
        Tensor[] parts = new Tensor[lengths.length];
        long at = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = Tensor.allocate(x.type(), x.shape().with(axis, lengths[i]), x.format());
            StridedCopy.copy(
                    x.buffer(),
                    at * x.strides()[axis],
                    x.strides(),
                    parts[i].buffer(),
                    0,
                    parts[i].strides(),
                    parts[i].shape().toArray(),
                    x.elementBytes());
            at += lengths[i];
        }
        return parts;
    }

    /** All parts of equal length but the last, which is what is left. */
    private static long[] equalParts(long length, int parts) {
        long each = (length + parts - 1) / parts;
        long[] lengths = new long[parts];
        Arrays.fill(lengths, each);
        lengths[parts - 1] = length - each * (parts - 1);
        return lengths;
    }
}
