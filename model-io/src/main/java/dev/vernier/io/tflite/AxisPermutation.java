package dev.vernier.io.tflite;

import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Constants with their axes in another order. */
public final class AxisPermutation {
    private AxisPermutation() {}

    /**
     * {@code data} with axis {@code i} of the result being axis {@code permutation[i]} of the operand; the same bytes where only axes of
     * length 1 move.
     */
    public static TensorData apply(TensorData data, int... permutation) {
        long[] from = data.shape().toArray();
        long[] to = new long[from.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = from[permutation[i]];
        }
        return movesOnlyOnes(from, permutation) ? data.reshaped(Shape.of(to)) : moved(data, from, to, permutation);
    }

    /** {@code data} with element {@code i} along {@code axis} of the result being element {@code order[i]} of the operand. */
    static TensorData reordered(TensorData data, int axis, int... order) {
        ChannelLayout layout = ChannelLayout.of(data.shape(), axis);
        int size = TensorData.elementBytes(data.type());
        ByteBuffer source = data.bytes();
        ByteBuffer target = ByteBuffer.allocate(source.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        for (int o = 0; o < layout.outer(); o++) {
            for (int i = 0; i < order.length; i++) {
                int from = layout.offset(o, order[i]) * size;
                target.put(layout.offset(o, i) * size, source, from, layout.inner() * size);
            }
        }
        return TensorData.of(data.type(), data.shape(), target);
    }

    private static boolean movesOnlyOnes(long[] from, int[] permutation) {
        int last = -1;
        for (int axis : permutation) {
            if (from[axis] != 1) {
                if (axis < last) {
                    return false;
                }
                last = axis;
            }
        }
        return true;
    }

    private static TensorData moved(TensorData data, long[] from, long[] to, int[] permutation) {
        int rank = from.length;
        int[] stride = new int[rank];
        int step = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            stride[axis] = step;
            step *= (int) from[axis];
        }
        int size = TensorData.elementBytes(data.type());
        ByteBuffer source = data.bytes();
        ByteBuffer target = ByteBuffer.allocate(source.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        int[] position = new int[rank];
        int at = 0;
        for (int n = 0; n < step; n++) {
            copy(source, at * size, target, n * size, size);
            for (int axis = rank - 1; axis >= 0; axis--) {
                at += stride[permutation[axis]];
                if (++position[axis] < to[axis]) {
                    break;
                }
                at -= (int) to[axis] * stride[permutation[axis]];
                position[axis] = 0;
            }
        }
        return TensorData.of(data.type(), Shape.of(to), target);
    }

    private static void copy(ByteBuffer source, int from, ByteBuffer target, int to, int bytes) {
        switch (bytes) {
            case 1 -> target.put(to, source.get(from));
            case 2 -> target.putShort(to, source.getShort(from));
            case 4 -> target.putInt(to, source.getInt(from));
            default -> target.putLong(to, source.getLong(from));
        }
    }
}
