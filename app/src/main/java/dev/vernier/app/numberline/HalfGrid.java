package dev.vernier.app.numberline;

import dev.vernier.engine.graph.HalfPrecision;
import dev.vernier.engine.spec.Precision;
import java.util.Locale;

/**
 * binary16 or bfloat16: a sign, an exponent and a mantissa, so that numbers lie closer together the smaller they are. Immutable.
 *
 * @param precision {@link Precision#FP16} or {@link Precision#BF16}
 */
record HalfGrid(Precision precision) implements NumberGrid {
    private static final int LARGEST_FP16 = 0x7BFF;
    private static final int LARGEST_BF16 = 0x7F7F;
    private static final int MAGNITUDE = 0x7FFF;

    private int bitsOf(double x) {
        return (precision == Precision.FP16
                        ? HalfPrecision.toFloat16((float) x)
                        : Float.floatToRawIntBits(HalfPrecision.roundToBFloat16((float) x)) >>> 16)
                & 0xFFFF;
    }

    @Override
    public int index(double x) {
        int bits = bitsOf(x);
        int magnitude = Math.min(last(), bits & MAGNITUDE);
        return (bits & ~MAGNITUDE) == 0 ? magnitude : -magnitude;
    }

    @Override
    public double value(int index) {
        int magnitude = Math.abs(index);
        float value = precision == Precision.FP16
                ? HalfPrecision.fromFloat16((short) magnitude)
                : Float.intBitsToFloat(magnitude << 16);
        return index < 0 ? -value : value;
    }

    @Override
    public int first() {
        return -last();
    }

    @Override
    public int last() {
        return precision == Precision.FP16 ? LARGEST_FP16 : LARGEST_BF16;
    }

    @Override
    public double reconstructed(double x) {
        return precision == Precision.FP16
                ? HalfPrecision.roundToFloat16((float) x)
                : HalfPrecision.roundToBFloat16((float) x);
    }

    @Override
    public String code(int index) {
        return String.format(Locale.ROOT, "%04X", pattern(index));
    }

    @Override
    public String bits(int index) {
        String all = "0".repeat(Short.SIZE) + Integer.toBinaryString(pattern(index));
        return all.substring(all.length() - Short.SIZE);
    }

    private static int pattern(int index) {
        return index < 0 ? -index | 0x8000 : index;
    }

    /** Bits of the exponent; the mantissa has the rest but the sign. */
    int exponentBits() {
        return precision == Precision.FP16 ? 5 : 8;
    }

    int mantissaBits() {
        return Short.SIZE - 1 - exponentBits();
    }

    /** The power of two that the mantissa is multiplied with. */
    int exponent(int index) {
        int stored = Math.abs(index) >>> mantissaBits();
        int bias = (1 << (exponentBits() - 1)) - 1;
        return Math.max(1, stored) - bias;
    }

    /** {@code 1.mantissa}, or {@code 0.mantissa} near 0. */
    double significand(int index) {
        return Math.abs(value(index)) / Math.pow(2, exponent(index));
    }
}
