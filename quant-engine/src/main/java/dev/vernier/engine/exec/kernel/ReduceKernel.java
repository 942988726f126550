package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reductions over any axes. What networks use between layers (mean, sum, extremes) and integers are summed here in double and in order, so
 * that the result does not depend on the number of threads; norms and products are ND4J's.
 */
final class ReduceKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        Reduce op = call.op(Reduce.class);
        Tensor x = call.tensor(0);
        int rank = x.shape().rank();
        boolean[] reduced = new boolean[rank];
        long[] axes = call.has(1) ? call.longs(1) : new long[0];
        if (axes.length == 0 && op.noopWithEmptyAxes()) {
            return new Tensor[] {x.retain()};
        }
        for (int i = 0; i < rank; i++) {
            reduced[i] = axes.length == 0;
        }
        for (long axis : axes) {
            reduced[ShapeKernel.normalized(call, axis, rank, rank)] = true;
        }
        long groups = 1;
        long length = 1;
        List<Integer> order = new ArrayList<>();
        List<Integer> last = new ArrayList<>();
        List<Long> dims = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            (reduced[i] ? last : order).add(i);
            groups *= reduced[i] ? 1 : x.shape().dim(i);
            length *= reduced[i] ? x.shape().dim(i) : 1;
            if (!reduced[i] || op.keepDims()) {
                dims.add(reduced[i] ? 1 : x.shape().dim(i));
            }
        }
        order.addAll(last);
        Shape shape = Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
        if (isSum(op.kind()) && x.type() == DataType.FLOAT32 && x.elementCount() > 0) {
            NativeView view = aroundReduced(x, reduced);
            if (view != null) {
                return new Tensor[] {sumRows(op.kind(), x, view, shape)};
            }
        }
        try (Tensor rows = grouped(x, order, call.resources())) {
            return new Tensor[] {reduceRows(call, rows, groups, length, shape)};
        }
    }

    private static boolean isSum(Reduce.Kind kind) {
        return kind == Reduce.Kind.SUM || kind == Reduce.Kind.MEAN;
    }

    /**
     * The tensor as {@code [before, reduced, after]} in the order of its memory, or null if the reduced axes are not neighbours there or the
     * others would be left in another order than the result's.
     */
    private static NativeView aroundReduced(Tensor x, boolean[] reduced) {
        long[] dims = {1, 1, 1};
        int part = 0;
        int lastKept = -1;
        for (int at = 0; at < reduced.length; at++) {
            int axis = 0;
            while (x.physicalAxis(axis) != at) {
                axis++;
            }
            long n = x.shape().dim(axis);
            if (n == 1) {
                continue;
            }
            if (reduced[axis] != (part == 1)) {
                part++;
            }
            if (part > 2 || (!reduced[axis] && axis < lastKept)) {
                return null;
            }
            lastKept = reduced[axis] ? lastKept : axis;
            dims[part] *= n;
        }
        return NativeView.rowMajor(x.type(), dims);
    }

    private static Tensor sumRows(Reduce.Kind kind, Tensor x, NativeView view, Shape shape) {
        Tensor out = Tensor.allocate(DataType.FLOAT32, shape);
        int n = (int) view.dims()[1];
        int after = (int) view.dims()[2];
        FloatBuffer from = x.floats();
        FloatBuffer to = out.floats();
        double divisor = kind == Reduce.Kind.MEAN ? n : 1;
        ParallelLoop.run(view.dims()[0], Math.max(1, 16384 / (n * after)), (begin, end) -> {
            double[] sums = new double[after];
            float[] row = new float[after == 1 ? n : after];
            for (int b = (int) begin; b < end; b++) {
                if (after == 1) {
                    from.get(b * n, row);
                    double sum = 0;
                    for (float v : row) {
                        sum += v;
                    }
                    to.put(b, (float) (sum / divisor));
                    continue;
                }
                Arrays.fill(sums, 0);
                for (int i = 0; i < n; i++) {
                    from.get((b * n + i) * after, row);
                    for (int j = 0; j < after; j++) {
                        sums[j] += row[j];
                    }
                }
                for (int j = 0; j < after; j++) {
                    to.put(b * after + j, (float) (sums[j] / divisor));
                }
            }
        });
        return out;
    }

    /** A row-major tensor in which the elements of a group follow one another. */
    private static Tensor grouped(Tensor x, List<Integer> order, PreparedResources resources) {
        boolean inPlace = true;
        for (int i = 0; i < order.size(); i++) {
            inPlace &= order.get(i) == i;
        }
        return inPlace
                ? MemoryOrder.rowMajor(x, resources)
                : MemoryOrder.transposed(
                        x, order.stream().mapToInt(Integer::intValue).toArray(), resources);
    }

    private static Tensor reduceRows(KernelCall call, Tensor rows, long groups, long length, Shape shape) {
        Reduce.Kind kind = call.op(Reduce.class).kind();
        DataType type = rows.type();
        boolean extreme = kind == Reduce.Kind.MAX || kind == Reduce.Kind.MIN;
        boolean simple = extreme || kind == Reduce.Kind.SUM || kind == Reduce.Kind.MEAN;
        if (!simple && type == DataType.FLOAT32 && groups > 0 && length > 0) {
            return Nd4jReduction.of(kind, rows, groups, length, shape);
        }
        Tensor out = Tensor.allocate(type, shape);
        ByteBuffer from = rows.buffer();
        ByteBuffer to = out.buffer();
        int n = Math.toIntExact(length);
        ParallelLoop.run(groups, Math.max(1, 16384 / Math.max(1, n)), (begin, end) -> {
            for (int g = (int) begin; g < end; g++) {
                if (type == DataType.FLOAT32) {
                    to.putFloat(g * 4, (float) reduceFloats(kind, from, g * n, n));
                } else if (type.isFloating() || type == DataType.UINT64) {
                    ScalarLoops.putDouble(to, type, g, reduceDoubles(kind, from, type, g * n, n));
                } else {
                    ScalarLoops.putLong(to, type, g, reduceLongs(kind, from, type, g * n, n));
                }
            }
        });
        return out;
    }

    private static double reduceFloats(Reduce.Kind kind, ByteBuffer x, int from, int n) {
        double sum = 0;
        float best = kind == Reduce.Kind.MAX ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        switch (kind) {
            case MAX:
                for (int i = 0; i < n; i++) {
                    best = Math.max(best, x.getFloat((from + i) * 4));
                }
                return best;
            case MIN:
                for (int i = 0; i < n; i++) {
                    best = Math.min(best, x.getFloat((from + i) * 4));
                }
                return best;
            case MEAN:
            case SUM:
                for (int i = 0; i < n; i++) {
                    sum += x.getFloat((from + i) * 4);
                }
                return kind == Reduce.Kind.SUM ? sum : sum / n;
            default:
                return reduceDoubles(kind, x, DataType.FLOAT32, from, n);
        }
    }

    private static double reduceDoubles(Reduce.Kind kind, ByteBuffer x, DataType type, int from, int n) {
        double max = Double.NEGATIVE_INFINITY;
        double min = Double.POSITIVE_INFINITY;
        double sum = 0;
        double absolute = 0;
        double squares = 0;
        double product = 1;
        double exponentials = 0;
        for (int i = 0; i < n; i++) {
            double v = ScalarLoops.getDouble(x, type, from + i);
            max = Math.max(max, v);
            min = Math.min(min, v);
            sum += v;
            absolute += Math.abs(v);
            squares += v * v;
            product *= v;
        }
        for (int i = 0; i < n && kind == Reduce.Kind.LOG_SUM_EXP; i++) {
            exponentials += Math.exp(ScalarLoops.getDouble(x, type, from + i) - max);
        }
        switch (kind) {
            case MAX:
                return max;
            case MIN:
                return min;
            case MEAN:
                return sum / n;
            case SUM:
                return sum;
            case PROD:
                return product;
            case L1:
                return absolute;
            case L2:
                return Math.sqrt(squares);
            case LOG_SUM:
                return Math.log(sum);
            case LOG_SUM_EXP:
                return n == 0 ? Double.NEGATIVE_INFINITY : max + Math.log(exponentials);
            default:
                return squares;
        }
    }

    private static long reduceLongs(Reduce.Kind kind, ByteBuffer x, DataType type, int from, int n) {
        long max = Long.MIN_VALUE;
        long min = Long.MAX_VALUE;
        long sum = 0;
        long absolute = 0;
        long squares = 0;
        long product = 1;
        for (int i = 0; i < n; i++) {
            long v = ScalarLoops.getLong(x, type, from + i);
            max = Math.max(max, v);
            min = Math.min(min, v);
            sum += v;
            absolute += Math.abs(v);
            squares += v * v;
            product *= v;
        }
        switch (kind) {
            case MAX:
                return max;
            case MIN:
                return min;
            case MEAN:
                return n == 0 ? 0 : sum / n;
            case SUM:
                return sum;
            case PROD:
                return product;
            case L1:
                return absolute;
            case SUM_SQUARE:
                return squares;
            default:
                return (long) reduceDoubles(kind, x, type, from, n);
        }
    }
}
