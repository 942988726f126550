package dev.vernier.engine.graph;

/** The element type of a tensor, with the names ONNX uses. */
public enum DataType {
    FLOAT32(32, Kind.FLOAT),
    FLOAT16(16, Kind.FLOAT),
    BFLOAT16(16, Kind.FLOAT),
    FLOAT64(64, Kind.FLOAT),
    /** {@link Float8#E4M3FN}, and so on. */
    FLOAT8E4M3FN(8, Kind.FLOAT),
    FLOAT8E4M3FNUZ(8, Kind.FLOAT),
    FLOAT8E5M2(8, Kind.FLOAT),
    FLOAT8E5M2FNUZ(8, Kind.FLOAT),
    INT4(4, Kind.SIGNED),
    UINT4(4, Kind.UNSIGNED),
    INT8(8, Kind.SIGNED),
    UINT8(8, Kind.UNSIGNED),
    INT16(16, Kind.SIGNED),
    UINT16(16, Kind.UNSIGNED),
    INT32(32, Kind.SIGNED),
    UINT32(32, Kind.UNSIGNED),
    INT64(64, Kind.SIGNED),
    UINT64(64, Kind.UNSIGNED),
    BOOL(8, Kind.OTHER),
    STRING(0, Kind.OTHER);

    private enum Kind {
        FLOAT,
        SIGNED,
        UNSIGNED,
        OTHER
    }

    private final int bits;
    private final Kind kind;

    DataType(int bits, Kind kind) {
        this.bits = bits;
        this.kind = kind;
    }

    /** Bits one element takes in a file; 0 for strings, whose size is not fixed. */
    public int bits() {
        return bits;
    }

    public boolean isFloating() {
        return kind == Kind.FLOAT;
    }

    public boolean isInteger() {
        return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
    }

    public boolean isSigned() {
        return kind == Kind.SIGNED || kind == Kind.FLOAT;
    }

    /** Bytes that {@code count} elements take when packed, 4-bit elements two to a byte. */
    public long bytesFor(long count) {
        return (Math.multiplyExact(count, (long) bits) + 7) / 8;
    }
}
