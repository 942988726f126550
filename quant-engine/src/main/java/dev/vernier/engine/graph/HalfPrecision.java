package dev.vernier.engine.graph;

/**
 * IEEE 754 binary16 and bfloat16, rounded half to even, subnormals kept, overflow to infinity (binary16 above 65519.99…).
 *
 * <p>Written out because {@code Float.floatToFloat16} came only with Java 20.
 */
public final class HalfPrecision {
    private HalfPrecision() {}

    /** The binary16 bits nearest to {@code value}. */
    public static short toFloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int abs = bits & 0x7FFFFFFF;
        if (abs > 0x7F800000) {
            return (short) (sign | 0x7E00);
        }
        if (abs >= 0x477FF000) {
            return (short) (sign | 0x7C00);
        }
        if (abs < 0x38800000) {
            // Subnormal in binary16: adding 0.5 aligns the float's own last bit with 2^-24, so the FPU rounds half to
            // even.
            float shifted = Float.intBitsToFloat(abs) + 0.5f;
            return (short) (sign | (Float.floatToRawIntBits(shifted) - 0x3F000000));
        }
        int rounded = abs + 0xFFF + ((abs >>> 13) & 1) - 0x38000000;
        return (short) (sign | (rounded >>> 13));
    }

    /** The float equal to the given binary16 bits. */
    public static float fromFloat16(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1F;
        int mantissa = half & 0x3FF;
        if (exponent == 0x1F) {
            return Float.intBitsToFloat(sign | 0x7F800000 | (mantissa << 13));
        }
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (mantissa << 13));
    }

    /** {@code value} rounded to binary16 and widened again. */
    public static float roundToFloat16(float value) {
        return fromFloat16(toFloat16(value));
    }

    /** {@code value} rounded to bfloat16 and widened again. */
    public static float roundToBFloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if ((bits & 0x7FFFFFFF) > 0x7F800000) {
            return value;
        }
        int rounded = bits + 0x7FFF + ((bits >>> 16) & 1);
        return Float.intBitsToFloat(rounded & 0xFFFF0000);
    }
}
