package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Samples in the type a model's input takes. To float, numbers are rounded as every framework does; to integers and booleans only numbers
 * go that the type holds exactly.
 */
final class ExactCast {
    private ExactCast() {}

    /** The type that samples are given in: floating inputs all compute in FLOAT32. */
    static DataType typeFor(DataType input) {
        return input.isFloating() ? DataType.FLOAT32 : input;
    }

    /**
     * @param type FLOAT32, an integer type or BOOL
     * @param firstSample index of the first sample of {@code values}, for messages
     * @throws VernierException naming the sample, if one holds a number that the type does not
     */
    static TensorData to(DataType type, TensorData values, int firstSample, String array, String dataset) {
        if (values.type() == type) {
            return values;
        }
        int width = TensorData.elementBytes(type);
        int count = Math.toIntExact(values.elementCount());
        ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(count, width)).order(ByteOrder.LITTLE_ENDIAN);
        if (type == DataType.FLOAT32) {
            out.asFloatBuffer().put(values.toFloats());
            return TensorData.of(type, values.shape(), out);
        }
        long least = least(type);
        long greatest = greatest(type);
        for (int i = 0; i < count; i++) {
            double v = values.doubleAt(i);
            long whole = values.type().isInteger() ? values.longAt(i) : (long) v;
            boolean same = values.type().isInteger() || whole == v;
            if (!same || whole < least || whole > greatest) {
                int perSample =
                        Math.max(1, count / (int) Math.max(1, values.shape().dim(0)));
                throw new VernierException("Data set " + dataset + " holds " + (same ? Long.toString(whole) : v + "")
                        + " in sample " + (firstSample + i / perSample) + " (array " + array + "), but the model takes "
                        + type + " there; give whole numbers from " + least + " to " + greatest);
            }
            put(out, width, whole);
        }
        return TensorData.of(type, values.shape(), out.flip());
    }

    private static void put(ByteBuffer out, int width, long value) {
        switch (width) {
            case 1:
                out.put((byte) value);
                break;
            case 2:
                out.putShort((short) value);
                break;
            case 4:
                out.putInt((int) value);
                break;
            default:
                out.putLong(value);
                break;
        }
    }

    private static long least(DataType type) {
        return type.isInteger() && type.isSigned() ? -1L << (type.bits() - 1) : 0;
    }

    private static long greatest(DataType type) {
        if (type == DataType.BOOL) {
            return 1;
        }
        int bits = type.isSigned() ? type.bits() - 1 : type.bits();
        return bits >= 63 ? Long.MAX_VALUE : (1L << bits) - 1;
    }
}
