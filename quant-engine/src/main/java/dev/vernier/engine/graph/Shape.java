package dev.vernier.engine.graph;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The dimensions of a tensor, outermost first; {@link #UNKNOWN} stands for one that is known only at run time (usually the
 * batch). A scalar has rank 0.
 */
public final class Shape {
    /** A dimension that is known only at run time. */
    public static final long UNKNOWN = -1;

    public static final Shape SCALAR = new Shape(new long[0]);

    private final long[] dims;

    private Shape(long[] dims) {
        for (long d : dims) {
            if (d < UNKNOWN) {
                throw new IllegalArgumentException("dimension " + d + " in " + Arrays.toString(dims));
            }
        }
        this.dims = dims;
    }

    public static Shape of(long... dims) {
        return dims.length == 0 ? SCALAR : new Shape(dims.clone());
    }

    public int rank() {
        return dims.length;
    }

    /** Dimension {@code axis}; negative axes count from the end. */
    public long dim(int axis) {
        return dims[axis < 0 ? axis + dims.length : axis];
    }

    public long[] toArray() {
        return dims.clone();
    }

    public boolean isStatic() {
        return LongStream.of(dims).noneMatch(d -> d == UNKNOWN);
    }

    /**
     * The product of the dimensions.
     *
     * @throws IllegalStateException if a dimension is unknown
     * @throws ArithmeticException if the product exceeds 63 bits
     */
    public long elementCount() {
        long n = 1;
        for (long d : dims) {
            if (d == UNKNOWN) {
                throw new IllegalStateException("shape " + this + " has an unknown dimension");
            }
            n = Math.multiplyExact(n, d);
        }
        return n;
    }

    /** This shape with dimension {@code axis} replaced. */
    public Shape with(int axis, long dim) {
        long[] copy = dims.clone();
        copy[axis < 0 ? axis + dims.length : axis] = dim;
        return new Shape(copy);
    }

    /** This shape without its first dimension: one sample of a batch. */
    public Shape withoutBatch() {
        return of(Arrays.copyOfRange(dims, Math.min(1, dims.length), dims.length));
    }

    /** This shape with {@code dim} put before its first dimension. */
    public Shape prepended(long dim) {
        return of(LongStream.concat(LongStream.of(dim), LongStream.of(dims)).toArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape && Arrays.equals(dims, ((Shape) other).dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** As people write it: {@code 1×28×28}, an unknown dimension as {@code ?}, a scalar as {@code scalar}. */
    @Override
    public String toString() {
        return dims.length == 0
                ? "scalar"
                : LongStream.of(dims)
                        .mapToObj(d -> d == UNKNOWN ? "?" : Long.toString(d))
                        .collect(Collectors.joining("×"));
    }
}
