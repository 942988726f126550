package dev.vernier.engine.graph;

/**
 * The floating-point formats of 8 bits: a sign, exponent and mantissa bits, subnormals, rounded half to even.
 *
 * <p>{@link #E4M3FN} and {@link #E5M2} are those of the Open Compute Project (OCP 8-bit Floating Point Specification, revision 1.0, 2023; Micikevicius
 * et al., FP8 Formats for Deep Learning, 2022); the FNUZ ones have no infinities, no negative zero, and an exponent bias greater by 1 (Noune et
 * al., 8-bit Numerical Formats for Deep Neural Networks, 2022). Beyond the largest number a conversion saturates, or not, as ONNX's Cast does.
 */
public enum Float8 {
    /** 4 exponent bits, 3 mantissa bits, largest number 448, no infinities: NaN is all ones. */
    E4M3FN(DataType.FLOAT8E4M3FN, 3, 7, 448, 0x7F, 0x7F),
    /** Largest number 240. */
    E4M3FNUZ(DataType.FLOAT8E4M3FNUZ, 3, 8, 240, 0x80, 0x80),
    /** 5 exponent bits, 2 mantissa bits, largest number 57344; infinities and NaN as in IEEE 754. */
    E5M2(DataType.FLOAT8E5M2, 2, 15, 57344, 0x7F, 0x7C),
    /** Largest number 57344. */
    E5M2FNUZ(DataType.FLOAT8E5M2FNUZ, 2, 16, 57344, 0x80, 0x80);

    private final DataType type;
    private final int mantissaBits;
    private final int bias;
    private final float max;
    private final int nan;
    private final int overflow;
    private final float[] values = new float[256];

    /** @param overflow the code of what is too large where conversion does not saturate */
    Float8(DataType type, int mantissaBits, int bias, float max, int nan, int overflow) {
        this.type = type;
        this.mantissaBits = mantissaBits;
        this.bias = bias;
        this.max = max;
        this.nan = nan;
        this.overflow = overflow;
        for (int code = 0; code < values.length; code++) {
            values[code] = value(code);
        }
    }

    /**
     * The format of elements of {@code type}.
     *
     * @throws IllegalArgumentException if that is not one of them
     */
    public static Float8 of(DataType type) {
        switch (type) {
            case FLOAT8E4M3FN:
                return E4M3FN;
            case FLOAT8E4M3FNUZ:
                return E4M3FNUZ;
            case FLOAT8E5M2:
                return E5M2;
            case FLOAT8E5M2FNUZ:
                return E5M2FNUZ;
            default:
                throw new IllegalArgumentException(type + " is no float of 8 bits");
        }
    }

    /** Whether elements of {@code type} are of one of these formats. */
    public static boolean isOne(DataType type) {
        return type.isFloating() && type.bits() == 8;
    }

    public DataType type() {
        return type;
    }

    /** The largest number. */
    public float max() {
        return max;
    }

    /** The smallest number above 0, a subnormal: the step around 0. */
    public float min() {
        return Math.scalb(1f, 1 - bias - mantissaBits);
    }

    public int mantissaBits() {
        return mantissaBits;
    }

    /** The smallest number with all its mantissa bits; below it the step is {@link #min()}. */
    public float minNormal() {
        return Math.scalb(1f, 1 - bias);
    }

    private boolean isUnsignedZero() {
        return nan == 0x80;
    }

    private float value(int code) {
        int magnitude = code & 0x7F;
        if (code == nan || magnitude == nan) {
            return Float.NaN;
        }
        if (magnitude == overflow) {
            return code < 0x80 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
        }
        if (magnitude > overflow && overflow < nan) {
            return Float.NaN;
        }
        int exponent = magnitude >> mantissaBits;
        int mantissa = magnitude & (1 << mantissaBits) - 1;
        float m = exponent == 0
                ? mantissa * min()
                : Math.scalb(1f + mantissa / (float) (1 << mantissaBits), exponent - bias);
        return code < 0x80 ? m : -m;
    }

    /** The float equal to {@code code}. */
    public float decode(byte code) {
        return values[code & 0xFF];
    }

    /** The code nearest to {@code x}; beyond the ends, infinities included, that of the largest number. */
    public byte encode(float x) {
        return encode(x, true);
    }

    /**
     * The code nearest to {@code x}.
     *
     * @param saturate whether what is beyond the ends becomes the largest number of its sign; otherwise it becomes infinite, or NaN in a
     *     format without infinities. FNUZ formats make NaN of an infinity either way.
     */
    public byte encode(float x, boolean saturate) {
        if (Float.isNaN(x) || (Float.isInfinite(x) && isUnsignedZero())) {
            return (byte) nan;
        }
        int sign = Float.floatToRawIntBits(x) < 0 ? 0x80 : 0;
        float magnitude = roundMagnitude(Math.abs(x));
        if (magnitude > max) {
            return (byte) (saturate ? sign | codeOf(max) : overflow == 0x80 ? overflow : sign | overflow);
        }
        int code = codeOf(magnitude);
        return (byte) (code == 0 && isUnsignedZero() ? 0 : sign | code);
    }

    /** @param magnitude one of this format's numbers, not negative */
    private int codeOf(float magnitude) {
        if (magnitude < minNormal()) {
            return (int) (magnitude / min());
        }
        int bits = Float.floatToRawIntBits(magnitude);
        return (bits >>> 23 - mantissaBits) - (127 - bias << mantissaBits);
    }

    /** {@code x} rounded to this format and widened again; beyond the ends, infinities included, the largest number. NaN stays NaN. */
    public float round(float x) {
        float magnitude = Math.min(max, roundMagnitude(Math.abs(x)));
        return Float.intBitsToFloat(
                Float.floatToRawIntBits(magnitude) | Float.floatToRawIntBits(x) & Integer.MIN_VALUE);
    }

    /** As if exponents had no upper end. */
    private float roundMagnitude(float x) {
        if (x < minNormal()) {
            // Aligns the float's own last bit with the step, so that the addition rounds half to even.
            float aligning = Math.scalb(1f, 24 - bias - mantissaBits);
            return x + aligning - aligning;
        }
        int shift = 23 - mantissaBits;
        int bits = Float.floatToRawIntBits(x);
        if (bits >= 0x7F800000) {
            return x;
        }
        int rounded = bits + (1 << shift - 1) - 1 + (bits >>> shift & 1);
        return Float.intBitsToFloat(rounded & -1 << shift);
    }
}
