package dev.vernier.engine.diagnose;

import java.util.Locale;
import java.util.Objects;

/**
 * One number that a finding rests on.
 *
 * @param name what it measures, in a few words: {@code SQNR of the median channel}
 * @param value in {@code unit}; may be infinite, never NaN
 */
public record Evidence(String name, double value, Unit unit) {
    /** What a number counts. */
    public enum Unit {
        /** Signal to quantization noise ratio. */
        DECIBELS,
        /** 0 to 1. */
        SHARE,
        /** A whole number of things. */
        COUNT,
        /** How many times as much. */
        TIMES,
        /** In the unit of the tensor's own values. */
        REAL,
        BYTES;

        /** {@code decibels}, {@code share}, …: as in reports. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Evidence {
        Objects.requireNonNull(name);
        Objects.requireNonNull(unit);
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException(name + " is not a number");
        }
    }

    /** {@code 34.6 dB}, {@code 0.41 %}, {@code 168 ×}. */
    public String text() {
        switch (unit) {
            case DECIBELS:
                return Words.decibels(value);
            case SHARE:
                return Words.percent(value);
            case TIMES:
                return Words.times(value);
            case REAL:
                return Words.number(value);
            default:
                return Words.count(Math.rint(value)) + (unit == Unit.BYTES ? " B" : "");
        }
    }
}
