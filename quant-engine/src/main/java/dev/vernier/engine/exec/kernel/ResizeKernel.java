package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Resize;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Resampling along any axes (ONNX Resize): nearest neighbours are copied, linear and cubic are applied one axis after another. */
final class ResizeKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        Tensor x = call.tensor(0);
        Resize op = call.op(Resize.class);
        int rank = x.shape().rank();
        double[] scales = new double[rank];
        long[] sizes = sizes(call, x.shape(), scales);
        double[] region = region(call, rank);
        ResampledAxis[] axes = new ResampledAxis[rank];
        for (int axis = 0; axis < rank; axis++) {
            axes[axis] = ResampledAxis.of(
                    op, x.shape().dim(axis), sizes[axis], scales[axis], region[axis], region[rank + axis]);
        }
        if (op.mode() == Resize.Mode.NEAREST) {
            return new Tensor[] {nearest(op, x, Shape.of(sizes), axes)};
        }
        if (x.type() == DataType.FLOAT32) {
            return new Tensor[] {interpolated(op, x, axes)};
        }
        try (Tensor single = CastKernel.cast(x, DataType.FLOAT32);
                Tensor result = interpolated(op, single, axes)) {
            return new Tensor[] {CastKernel.cast(result, x.type())};
        }
    }

    private static long[] sizes(KernelCall call, Shape x, double[] scales) {
        int rank = x.rank();
        long[] sizes = new long[rank];
        boolean bySize = call.has(3) && call.shape(3).elementCount() > 0;
        if (!bySize && !(call.has(2) && call.shape(2).elementCount() > 0)) {
            throw call.error("needs scales or sizes; the model file is damaged");
        }
        if (call.shape(bySize ? 3 : 2).elementCount() != rank) {
            throw call.shapeError((bySize ? "sizes" : "scales") + " do not have one value for each axis");
        }
        for (int axis = 0; axis < rank; axis++) {
            if (bySize) {
                sizes[axis] = call.longs(3)[axis];
                scales[axis] = (double) sizes[axis] / Math.max(1, x.dim(axis));
            } else {
                scales[axis] = call.data(2).doubleAt(axis);
                sizes[axis] = (long) Math.floor(x.dim(axis) * scales[axis]);
            }
            if (!(scales[axis] > 0) || sizes[axis] < 0 || (sizes[axis] > 0 && x.dim(axis) == 0)) {
                throw call.shapeError("cannot resize axis " + axis + " by " + scales[axis]);
            }
        }
        return sizes;
    }

    private static double[] region(KernelCall call, int rank) {
        double[] region = new double[2 * rank];
        for (int axis = 0; axis < rank; axis++) {
            region[rank + axis] = 1;
        }
        if (call.has(1) && call.shape(1).elementCount() == 2L * rank) {
            for (int i = 0; i < region.length; i++) {
                region[i] = call.data(1).doubleAt(i);
            }
        }
        return region;
    }

    private static Tensor nearest(Resize op, Tensor x, Shape shape, ResampledAxis[] axes) {
        Tensor out = Tensor.allocate(x.type(), shape, x.format());
        int[][] sources = new int[axes.length][];
        for (int axis = 0; axis < axes.length; axis++) {
            sources[axis] = axes[axis].nearest();
        }
        ByteBuffer fill = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        ScalarLoops.putDouble(fill, x.type(), 0, op.extrapolationValue());
        IndexedCopy.copy(x, sources, fill, out);
        return out;
    }

    private static Tensor interpolated(Resize op, Tensor x, ResampledAxis[] axes) {
        Tensor current = x.retain();
        try {
            for (int axis = 0; axis < axes.length; axis++) {
                if (!axes[axis].isIdentity()) {
                    Tensor next = along(axis, current, axes[axis], op.extrapolationValue());
                    current.close();
                    current = next;
                }
            }
            return current;
        } catch (RuntimeException e) {
            current.close();
            throw e;
        }
    }

    private static Tensor along(int axis, Tensor x, ResampledAxis resampled, float outside) {
        Shape shape = x.shape().with(axis, resampled.length());
        Tensor out = Tensor.allocate(DataType.FLOAT32, shape, x.format());
        NativeView view = NativeView.aroundAxis(x, axis);
        int n = (int) view.dims()[1];
        int after = (int) view.dims()[2];
        int m = resampled.length();
        FloatBuffer from = x.floats();
        FloatBuffer to = out.floats();
        ParallelLoop.run(view.dims()[0] * m, Math.max(1, 16384 / Math.max(1, after)), (begin, end) -> {
            float[] sum = new float[after];
            float[] row = new float[after];
            for (int r = (int) begin; r < end; r++) {
                int before = r / m;
                resampled.weigh(
                        r % m, outside, sum, row, (index, into) -> from.get((before * n + index) * after, into));
                to.put(r * after, sum);
            }
        });
        return out;
    }
}
