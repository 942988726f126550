package dev.vernier.engine.graph;

/**
 * Where the channels of a row-major tensor lie: element {@code (o, c, i)} is at {@code (o·channels + c)·inner + i}.
 *
 * @param outer product of the dimensions before the channel axis
 * @param channels length of the channel axis
 * @param inner product of the dimensions after it: consecutive elements of one channel
 */
public record ChannelLayout(int outer, int channels, int inner) {

    /**
     * The layout of {@code shape} along {@code axis}; negative axes count from the end.
     *
     * @throws IllegalArgumentException if there is no such axis
     * @throws ArithmeticException if the tensor has more elements than an array
     */
    public static ChannelLayout of(Shape shape, int axis) {
        int a = axis < 0 ? axis + shape.rank() : axis;
        if (a < 0 || a >= shape.rank()) {
            throw new IllegalArgumentException("a tensor of shape " + shape + " has no axis " + axis);
        }
        long outer = 1;
        long inner = 1;
        for (int d = 0; d < shape.rank(); d++) {
            if (d < a) {
                outer = Math.multiplyExact(outer, shape.dim(d));
            } else if (d > a) {
                inner = Math.multiplyExact(inner, shape.dim(d));
            }
        }
        Math.toIntExact(shape.elementCount());
        return new ChannelLayout(Math.toIntExact(outer), Math.toIntExact(shape.dim(a)), Math.toIntExact(inner));
    }

    /** {@code elements} values of one channel. */
    public static ChannelLayout oneChannel(int elements) {
        return new ChannelLayout(1, 1, elements);
    }

    /** The layout that {@code params} are laid out by over a tensor of {@code shape}. */
    public static ChannelLayout of(Shape shape, QuantParams params) {
        return params.isPerChannel() ? of(shape, params.axis()) : oneChannel(Math.toIntExact(shape.elementCount()));
    }

    public int elements() {
        return outer * channels * inner;
    }

    /** Elements of one channel. */
    public int perChannel() {
        return outer * inner;
    }

    /** Index of the first of the {@link #inner} consecutive elements of {@code channel} in block {@code o}. */
    public int offset(int o, int channel) {
        return (o * channels + channel) * inner;
    }

    /** The elements of {@code channel}, gathered from {@code values}. */
    public float[] gather(float[] values, int channel) {
        float[] out = new float[perChannel()];
        for (int o = 0; o < outer; o++) {
            System.arraycopy(values, offset(o, channel), out, o * inner, inner);
        }
        return out;
    }
}
