package dev.vernier.engine.graph;

/**
 * The integer codes of a quantized tensor: {@code [qMin, qMax]} inside a storage type.
 *
 * @param bits width of a code, 1 to 16 (32 for a bias)
 * @param qMin smallest code
 * @param qMax largest code
 */
public record QuantType(int bits, int qMin, int qMax) {
    public static final QuantType INT8 = signed(8, false);
    public static final QuantType INT8_NARROW = signed(8, true);
    public static final QuantType INT16 = signed(16, false);
    public static final QuantType INT16_NARROW = signed(16, true);
    public static final QuantType INT32 = new QuantType(32, Integer.MIN_VALUE, Integer.MAX_VALUE);

    public QuantType {
        if (qMin >= qMax) {
            throw new IllegalArgumentException("codes [" + qMin + ", " + qMax + "]");
        }
    }

    /** Two's complement codes of {@code bits} bits; a narrow range leaves out the most negative one. */
    public static QuantType signed(int bits, boolean narrow) {
        int max = (1 << (bits - 1)) - 1;
        return new QuantType(bits, narrow ? -max : -max - 1, max);
    }

    /** How many codes there are: {@code qMax - qMin + 1}. */
    public long levels() {
        return (long) qMax - qMin + 1;
    }

    /**
     * The type codes are stored in: 4-bit codes packed, narrower ones in 4 bits, others in 8, 16 or 32; unsigned where the largest code
     * exceeds the signed type.
     */
    public DataType storage() {
        boolean unsigned = qMin >= 0 && bits <= 16 && qMax > (1 << (bits - 1)) - 1;
        if (bits <= 4) {
            return unsigned ? DataType.UINT4 : DataType.INT4;
        }
        if (bits <= 8) {
            return unsigned ? DataType.UINT8 : DataType.INT8;
        }
        return bits > 16 ? DataType.INT32 : unsigned ? DataType.UINT16 : DataType.INT16;
    }
}
