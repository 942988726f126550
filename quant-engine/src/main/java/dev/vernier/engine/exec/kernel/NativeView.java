package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * How a native library is to see a tensor's memory: its axes in any order, merged, split or repeated.
 *
 * @param strides elements between neighbours along each axis
 */
record NativeView(DataType type, long[] dims, long[] strides) {
    static NativeView of(Tensor t) {
        if (t.shape().rank() == 0) {
            return new NativeView(t.type(), new long[] {1}, new long[] {1});
        }
        return new NativeView(t.type(), t.shape().toArray(), t.strides());
    }

    /** Row-major memory of the given shape. */
    static NativeView rowMajor(DataType type, long... dims) {
        return new NativeView(type, dims, Tensor.rowMajorStrides(Shape.of(dims)));
    }

    /** A tensor as {@code [before, axis, after]} in the order of its memory; the axis is one of its shape. */
    static NativeView aroundAxis(Tensor t, int axis) {
        if (t.shape().rank() == 0) {
            return rowMajor(t.type(), 1, 1, 1);
        }
        Shape physical = t.physicalShape();
        int at = t.physicalAxis(axis);
        long before = 1;
        long after = 1;
        for (int i = 0; i < physical.rank(); i++) {
            before *= i < at ? physical.dim(i) : 1;
            after *= i > at ? physical.dim(i) : 1;
        }
        return rowMajor(t.type(), before, physical.dim(at), after);
    }

    /** Axis i becomes what axis {@code order[i]} was. */
    NativeView permuted(int... order) {
        long[] d = new long[order.length];
        long[] s = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            d[i] = dims[order[i]];
            s[i] = strides[order[i]];
        }
        return new NativeView(type, d, s);
    }

    /** With axes of length 1 put before it until it has {@code rank} axes. */
    NativeView padded(int rank) {
        int more = rank - dims.length;
        if (more <= 0) {
            return this;
        }
        long[] d = new long[rank];
        long[] s = new long[rank];
        long all = 1;
        for (int i = 0; i < dims.length; i++) {
            all = Math.max(all, dims[i] * strides[i]);
        }
        Arrays.fill(d, 0, more, 1);
        Arrays.fill(s, 0, more, all);
        System.arraycopy(dims, 0, d, more, dims.length);
        System.arraycopy(strides, 0, s, more, dims.length);
        return new NativeView(type, d, s);
    }

    int rank() {
        return dims.length;
    }

    long elementCount() {
        return Shape.of(dims).elementCount();
    }

    /** Equal for equal views, for keys. */
    String key() {
        return type + Arrays.toString(dims) + Arrays.toString(strides);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NativeView && key().equals(((NativeView) other).key());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    @Override
    public String toString() {
        return key();
    }
}
