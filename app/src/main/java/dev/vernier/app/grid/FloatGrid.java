package dev.vernier.app.grid;

import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.HalfPrecision;
import dev.vernier.engine.quantize.Float8Quantization;
import dev.vernier.engine.spec.Precision;
import java.util.Locale;

/**
 * A narrower floating format: a sign, an exponent and a mantissa, so that numbers lie closer together the smaller they are; those of 8 bits
 * times a scale. Immutable.
 *
 * @param precision binary16, bfloat16, or a float of 8 bits
 * @param scale 1 but for floats of 8 bits
 */
public record FloatGrid(Precision precision, float scale) implements NumberGrid {
    private static final int LARGEST_FP16 = 0x7BFF;
    private static final int LARGEST_BF16 = 0x7F7F;

    /** Without a scale. */
    public FloatGrid(Precision precision) {
        this(precision, 1);
    }

    private Float8 float8() {
        return Float8Quantization.format(precision);
    }

    private int signBit() {
        return 1 << (precision.bits() - 1);
    }

    private int bitsOf(double x) {
        if (precision.isScaledFloat()) {
            return float8().encode((float) x / scale) & 0xFF;
        }
        return (precision == Precision.FP16
                        ? HalfPrecision.toFloat16((float) x)
                        : Float.floatToRawIntBits(HalfPrecision.roundToBFloat16((float) x)) >>> 16)
                & 0xFFFF;
    }

    @Override
    public int index(double x) {
        int bits = bitsOf(x);
        int magnitude = Math.min(last(), bits & ~signBit());
        return (bits & signBit()) == 0 ? magnitude : -magnitude;
    }

    @Override
    public double value(int index) {
        return unscaled(index) * scale;
    }

    private float unscaled(int index) {
        int magnitude = Math.abs(index);
        float value = precision.isScaledFloat()
                ? float8().decode((byte) magnitude)
                : precision == Precision.FP16
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
        return precision.isScaledFloat()
                ? float8().encode(float8().max())
                : precision == Precision.FP16 ? LARGEST_FP16 : LARGEST_BF16;
    }

    @Override
    public double reconstructed(double x) {
        if (precision.isScaledFloat()) {
            return float8().round((float) x / scale) * scale;
        }
        return precision == Precision.FP16
                ? HalfPrecision.roundToFloat16((float) x)
                : HalfPrecision.roundToBFloat16((float) x);
    }

    @Override
    public String code(int index) {
        return String.format(Locale.ROOT, "%0" + precision.bits() / 4 + "X", pattern(index));
    }

    @Override
    public String bits(int index) {
        String all = "0".repeat(precision.bits()) + Integer.toBinaryString(pattern(index));
        return all.substring(all.length() - precision.bits());
    }

    private int pattern(int index) {
        return index < 0 ? -index | signBit() : index;
    }

    /** Bits of the exponent; the mantissa has the rest but the sign. */
    public int exponentBits() {
        return precision.isScaledFloat()
                ? precision.bits() - 1 - float8().mantissaBits()
                : precision == Precision.FP16 ? 5 : 8;
    }

    public int mantissaBits() {
        return precision.bits() - 1 - exponentBits();
    }

    /** The power of two that the mantissa is multiplied with. */
    public int exponent(int index) {
        int stored = Math.abs(index) >>> mantissaBits();
        int bias = (1 << (exponentBits() - 1)) - 1;
        return Math.max(1, stored) - bias;
    }

    /** {@code 1.mantissa}, or {@code 0.mantissa} near 0. */
    public double significand(int index) {
        return Math.abs(unscaled(index)) / Math.pow(2, exponent(index));
    }
}
