package dev.vernier.engine.spec;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The number format of weights or activations, by the name the field uses. */
public enum Precision {
    FP32(32, Kind.FLOAT),
    FP16(16, Kind.FLOAT),
    BF16(16, Kind.FLOAT),
    /** A float of 8 bits (OCP E4M3: numbers up to 448, no infinities) times a scale. */
    FP8_E4M3(8, Kind.SCALED_FLOAT),
    /** A float of 8 bits (OCP E5M2: numbers up to 57344) times a scale. */
    FP8_E5M2(8, Kind.SCALED_FLOAT),
    INT16(16, Kind.INTEGER),
    INT8(8, Kind.INTEGER),
    INT7(7, Kind.INTEGER),
    INT6(6, Kind.INTEGER),
    INT5(5, Kind.INTEGER),
    INT4(4, Kind.INTEGER),
    INT3(3, Kind.INTEGER),
    INT2(2, Kind.INTEGER),
    /** Codes -1, 0, +1. */
    TERNARY(2, Kind.SIGN),
    /** Codes -1, +1. */
    BINARY(1, Kind.SIGN);

    private enum Kind {
        FLOAT,
        SCALED_FLOAT,
        INTEGER,
        SIGN
    }

    private final int bits;
    private final Kind kind;

    Precision(int bits, Kind kind) {
        this.bits = bits;
        this.kind = kind;
    }

    /** Bits a value takes when packed. */
    public int bits() {
        return bits;
    }

    public boolean isFloat() {
        return kind == Kind.FLOAT || kind == Kind.SCALED_FLOAT;
    }

    /** Whether values are floats times a scale that a clipping range decides. */
    public boolean isScaledFloat() {
        return kind == Kind.SCALED_FLOAT;
    }

    /** Whether a clipping range decides which numbers there are: integers with scale and zero point, and floats with a scale. */
    public boolean hasRange() {
        return kind == Kind.INTEGER || kind == Kind.SCALED_FLOAT;
    }

    /** Whether values are codes on a grid with scale and zero point. */
    public boolean isInteger() {
        return kind == Kind.INTEGER;
    }

    /** {@code fp32}, {@code int8}, …: as in plans, chips and exports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace("_", "");
    }

    public static Optional<Precision> ofLabel(String label) {
        return Stream.of(values()).filter(p -> p.label().equals(label)).findFirst();
    }
}
