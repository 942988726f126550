package dev.vernier.engine.quantize;

import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import java.util.List;

/**
 * Clipping range to scale and zero point. The range is first widened to hold 0, then
 *
 * <ul>
 *   <li>symmetric: {@code scale = max(|low|, |high|) / qMax}, zero point 0;
 *   <li>affine: {@code scale = (high - low) / (qMax - qMin)}, {@code zeroPoint = rint(qMin - low / scale)}.
 * </ul>
 *
 * <p>So real 0 always is exactly a code. The same in ONNX Runtime, TensorFlow Lite and ai-edge-quantizer.
 */
public final class ScaleCalculator {
    /**
     * The smallest scale: the product of two of them, a bias's scale, is still a normal float. Values that would need a smaller one
     * are 0 for every purpose.
     */
    public static final float MIN_SCALE = 0x1p-63f;

    /** The scale of a tensor that is 0 throughout, as in ONNX Runtime. */
    private static final float SCALE_OF_ZEROS = 1f;

    private ScaleCalculator() {}

    /**
     * The codes of a grid that {@code spec} asks for.
     *
     * @throws IllegalArgumentException for floating precisions, which have none
     */
    public static QuantType codes(QuantSpec spec) {
        Precision p = spec.precision();
        if (p == Precision.BINARY || p == Precision.TERNARY) {
            return new QuantType(p.bits(), -1, 1);
        }
        if (!p.isInteger()) {
            throw new IllegalArgumentException(p.label() + " has no integer codes");
        }
        return QuantType.signed(p.bits(), spec.narrowRange());
    }

    /** How many numbers {@code spec}'s precision has: codes, or finite 8-bit floats without negative zero. */
    public static long levels(QuantSpec spec) {
        if (!spec.precision().isScaledFloat()) {
            return codes(spec).levels();
        }
        Float8 format = Float8Quantization.format(spec.precision());
        return 2L * format.encode(format.max()) + 1;
    }

    /** The scale of numbers of {@code spec}'s precision in {@code range}: of integers, of signs, of 8-bit floats. */
    public static float scale(ClipRange range, QuantSpec spec) {
        return spec.precision().isScaledFloat()
                ? Float8Quantization.scale(range, Float8Quantization.format(spec.precision()))
                : perTensor(range, spec).scale();
    }

    /** One scale and zero point for the whole tensor. */
    public static QuantParams perTensor(ClipRange range, QuantSpec spec) {
        return perTensor(range, codes(spec), spec.symmetric());
    }

    /** One scale and zero point for a whole tensor with the given codes. */
    public static QuantParams perTensor(ClipRange range, QuantType type, boolean symmetric) {
        float scale = orScaleOfZeros(scale(range, type, symmetric), SCALE_OF_ZEROS);
        return QuantParams.perTensor(type, scale, zeroPoint(range, scale, type, symmetric));
    }

    /**
     * One scale and zero point for each channel.
     *
     * <p>A channel that is 0 throughout takes the largest scale of the others: any scale represents it, but its bias, whose scale is
     * the product with the input's, must not be rounded more coarsely than theirs.
     *
     * @param ranges {@code ranges[channel]}
     * @param axis the tensor's channel axis, from 0
     */
    public static QuantParams perChannel(List<ClipRange> ranges, QuantSpec spec, int axis) {
        QuantType type = codes(spec);
        float[] scales = new float[ranges.size()];
        float largest = 0;
        for (int c = 0; c < scales.length; c++) {
            scales[c] = scale(ranges.get(c), type, spec.symmetric());
            largest = Math.max(largest, scales[c]);
        }
        float ofZeros = orScaleOfZeros(largest, SCALE_OF_ZEROS);
        int[] zeroPoints = new int[scales.length];
        for (int c = 0; c < scales.length; c++) {
            scales[c] = orScaleOfZeros(scales[c], ofZeros);
            zeroPoints[c] = zeroPoint(ranges.get(c), scales[c], type, spec.symmetric());
        }
        return QuantParams.perChannel(type, scales, zeroPoints, axis);
    }

    /** The real values that a grid covers: those of its lowest and its highest code. */
    public static ClipRange covered(QuantParams params, int channel) {
        float scale = params.scale(channel);
        int zeroPoint = params.zeroPoint(channel);
        return new ClipRange(
                finite(AffineQuantization.dequantize(params.type().qMin(), scale, zeroPoint)),
                finite(AffineQuantization.dequantize(params.type().qMax(), scale, zeroPoint)));
    }

    private static float finite(float x) {
        return Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, x));
    }

    /** Below {@link #MIN_SCALE} if the range holds nothing but 0. */
    private static float scale(ClipRange range, QuantType type, boolean symmetric) {
        ClipRange r = range.withZero();
        return (float)
                (symmetric
                        ? Math.max(-(double) r.low(), r.high()) / type.qMax()
                        : ((double) r.high() - r.low()) / (type.levels() - 1));
    }

    private static float orScaleOfZeros(float scale, float ofZeros) {
        return scale < MIN_SCALE ? ofZeros : scale;
    }

    private static int zeroPoint(ClipRange range, float scale, QuantType type, boolean symmetric) {
        if (symmetric) {
            return 0;
        }
        double zp = Math.rint(type.qMin() - (double) range.withZero().low() / scale);
        return (int) Math.max(type.qMin(), Math.min(type.qMax(), zp));
    }
}
