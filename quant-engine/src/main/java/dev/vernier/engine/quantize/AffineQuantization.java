package dev.vernier.engine.quantize;

import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.spec.LearnedRounding;
import dev.vernier.engine.spec.Rounding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/**
 * The formula; nothing else in Vernier turns a real number into a code:
 *
 * <pre>
 * q  = clamp(round(x / scale) + zeroPoint, qMin, qMax)
 * x' = (q - zeroPoint) · scale
 * </pre>
 *
 * <p>As in the ONNX operators QuantizeLinear and DequantizeLinear, {@code x / scale} and the product are single-precision operations
 * and rounding comes before the zero point is added. Infinities saturate. A NaN, of which ONNX says nothing, becomes the code of 0.
 */
public final class AffineQuantization {
    private AffineQuantization() {}

    /** The code of {@code x}. */
    public static int quantize(float x, float scale, int zeroPoint, QuantType type, Rounding rounding) {
        return code(x, scale, zeroPoint, type.qMin(), type.qMax(), rounding == Rounding.HALF_TO_EVEN);
    }

    /** The real value of code {@code q}. */
    public static float dequantize(int q, float scale, int zeroPoint) {
        return (float) ((long) q - zeroPoint) * scale;
    }

    /** {@code x} as it is after quantization. */
    public static float fakeQuantize(float x, float scale, int zeroPoint, QuantType type, Rounding rounding) {
        return dequantize(quantize(x, scale, zeroPoint, type, rounding), scale, zeroPoint);
    }

    private static int code(float x, float scale, int zeroPoint, int qMin, int qMax, boolean halfToEven) {
        double t = x / scale; // divided as float; from here on every step is exact in double
        if (Double.isNaN(t)) {
            return zeroPoint;
        }
        double rounded = halfToEven ? Math.rint(t) : roundHalfAwayFromZero(t);
        return (int) Math.max(qMin, Math.min(qMax, rounded + zeroPoint));
    }

    private static double roundHalfAwayFromZero(double t) {
        return t < 0 ? Math.ceil(t - 0.5) : Math.floor(t + 0.5);
    }

    /**
     * Quantizes a whole tensor.
     *
     * @param values of any floating type
     * @return codes of the same shape in {@code params.type().storage()}
     */
    public static TensorData quantize(TensorData values, QuantParams params, Rounding rounding) {
        int qMin = params.type().qMin();
        int qMax = params.type().qMax();
        boolean halfToEven = rounding == Rounding.HALF_TO_EVEN;
        return codes(values, params, (i, x, scale, zeroPoint) -> code(x, scale, zeroPoint, qMin, qMax, halfToEven));
    }

    /**
     * Quantizes a whole tensor with each element rounded up or down as was learned: {@code floor(x / scale)}, plus 1 where its bit is set.
     *
     * @param values of any floating type, as many as {@code rounding} has bits
     * @return codes of the same shape in {@code params.type().storage()}
     */
    public static TensorData quantize(TensorData values, QuantParams params, LearnedRounding rounding) {
        int qMin = params.type().qMin();
        int qMax = params.type().qMax();
        return codes(values, params, (i, x, scale, zeroPoint) -> {
            double t = x / scale;
            double q = Math.floor(t) + (rounding.isUp(i) ? 1 : 0) + zeroPoint;
            return Double.isNaN(t) ? zeroPoint : (int) Math.max(qMin, Math.min(qMax, q));
        });
    }

    private interface Coder {
        int code(int index, float x, float scale, int zeroPoint);
    }

    private static TensorData codes(TensorData values, QuantParams params, Coder coder) {
        DataType storage = params.type().storage();
        ChannelLayout layout = ChannelLayout.of(values.shape(), params);
        ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(layout.elements(), TensorData.elementBytes(storage)))
                .order(ByteOrder.LITTLE_ENDIAN);
        CodeSink sink = CodeSink.into(out, storage);
        float[] x = values.toFloats();
        for (int o = 0; o < layout.outer(); o++) {
            for (int c = 0; c < layout.channels(); c++) {
                float scale = params.scale(c);
                int zeroPoint = params.zeroPoint(c);
                int from = layout.offset(o, c);
                for (int i = from; i < from + layout.inner(); i++) {
                    sink.put(i, coder.code(i, x[i], scale, zeroPoint));
                }
            }
        }
        return TensorData.of(storage, values.shape(), out);
    }

    /** The real values of a tensor of codes, in FLOAT32. */
    public static TensorData dequantize(TensorData codes, QuantParams params) {
        ChannelLayout layout = ChannelLayout.of(codes.shape(), params);
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(layout.elements(), Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer out = bytes.asFloatBuffer();
        for (int o = 0; o < layout.outer(); o++) {
            for (int c = 0; c < layout.channels(); c++) {
                int from = layout.offset(o, c);
                for (int i = from; i < from + layout.inner(); i++) {
                    out.put(i, dequantize((int) codes.longAt(i), params.scale(c), params.zeroPoint(c)));
                }
            }
        }
        return TensorData.of(DataType.FLOAT32, codes.shape(), bytes);
    }

    /**
     * {@link #fakeQuantize(float, float, int, QuantType, Rounding) Fake-quantizes} {@code values} in place.
     *
     * @param layout whose channels {@code params} has one scale for, or one for all
     */
    public static void fakeQuantize(float[] values, ChannelLayout layout, QuantParams params, Rounding rounding) {
        boolean halfToEven = rounding == Rounding.HALF_TO_EVEN;
        int qMin = params.type().qMin();
        int qMax = params.type().qMax();
        for (int o = 0; o < layout.outer(); o++) {
            for (int c = 0; c < layout.channels(); c++) {
                int p = params.isPerChannel() ? c : 0;
                float scale = params.scale(p);
                int zeroPoint = params.zeroPoint(p);
                int from = layout.offset(o, c);
                for (int i = from; i < from + layout.inner(); i++) {
                    values[i] = dequantize(code(values[i], scale, zeroPoint, qMin, qMax, halfToEven), scale, zeroPoint);
                }
            }
        }
    }

    /** Where codes go; one implementation a width keeps the loop above free of switches. */
    private interface CodeSink {
        void put(int index, int code);

        static CodeSink into(ByteBuffer bytes, DataType storage) {
            switch (storage) {
                case INT16:
                case UINT16: {
                    ShortBuffer shorts = bytes.asShortBuffer();
                    return (i, q) -> shorts.put(i, (short) q);
                }
                case INT32: {
                    IntBuffer ints = bytes.asIntBuffer();
                    return ints::put;
                }
                default:
                    byte[] array = bytes.array();
                    return (i, q) -> array[i] = (byte) q;
            }
        }
    }
}
