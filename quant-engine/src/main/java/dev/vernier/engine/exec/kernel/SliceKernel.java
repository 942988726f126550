package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.tensor.Tensor;

/** A strided part of a tensor, forwards or backwards. */
final class SliceKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        Tensor x = call.tensor(0);
        int rank = x.shape().rank();
        long[] starts = call.longs(1);
        long[] ends = call.longs(2);
        long[] axes = call.has(3) ? call.longs(3) : upTo(starts.length);
        long[] steps = call.has(4) ? call.longs(4) : null;
        if (ends.length != starts.length
                || axes.length != starts.length
                || (steps != null && steps.length != starts.length)) {
            throw call.shapeError("starts, ends, axes and steps have different lengths");
        }
        long[] dims = x.shape().toArray();
        long[] strides = x.strides();
        long offset = 0;
        for (int i = 0; i < starts.length; i++) {
            int axis = ShapeKernel.normalized(call, axes[i], rank, rank);
            long step = steps == null ? 1 : steps[i];
            if (step == 0) {
                throw call.error("slices with step 0");
            }
            long n = x.shape().dim(axis);
            long start = clamped(starts[i] < 0 ? starts[i] + n : starts[i], 0, step > 0 ? n : n - 1);
            long end = clamped(ends[i] < 0 ? ends[i] + n : ends[i], step > 0 ? 0 : -1, step > 0 ? n : n - 1);
            // Rounded up without overflow for the largest steps a file may hold.
            long span = step > 0 ? end - start : start - end;
            long stride = step == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(step);
            dims[axis] = span <= 0 || n == 0 ? 0 : (span - 1) / stride + 1;
            offset += dims[axis] == 0 ? 0 : start * strides[axis];
            strides[axis] = dims[axis] <= 1 ? strides[axis] : strides[axis] * step;
        }
        Tensor out = Tensor.allocateLike(x, Shape.of(dims), x.format());
        MemoryOrder.copy(
                x, offset, new NativeView(x.type(), dims, strides), out, 0, NativeView.of(out), call.resources());
        return new Tensor[] {out};
    }

    private static long clamped(long index, long low, long high) {
        return Math.max(low, Math.min(high, index));
    }

    private static long[] upTo(int n) {
        long[] axes = new long[n];
        for (int i = 0; i < n; i++) {
            axes[i] = i;
        }
        return axes;
    }
}
