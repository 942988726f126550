package dev.vernier.app.grid;

import dev.vernier.engine.spec.Precision;

/**
 * The numbers that a format has, counted from the smallest to the largest by an index. For integers the index is the code; for floating
 * formats neighbours have neighbouring indices, 0 is 0.
 */
public interface NumberGrid {
    Precision precision();

    /** Index of the number that {@code x} becomes; the first or last one where it lies beyond. */
    int index(double x);

    /** The real value of the number with that index, which lies within {@link #first()} and {@link #last()}. */
    double value(int index);

    int first();

    int last();

    /** What {@code x} becomes: {@code value(index(x))}, or an infinity where the format has nothing else for it. */
    double reconstructed(double x);

    /** The code as people write it. */
    String code(int index);

    /** The code's bits from the highest on. */
    String bits(int index);

    /** Where the numbers that become the one with that index end and those of the next begin: half way, unless the format says otherwise. */
    default double border(int index) {
        return (value(index) + value(index + 1)) / 2;
    }

    default double low() {
        return value(first());
    }

    default double high() {
        return value(last());
    }

    default boolean isBeyond(double x) {
        return x < low() || x > high();
    }

    /** Distance from the number that {@code x} becomes to its neighbour on the side of {@code x}. */
    default double step(double x) {
        int i = index(x);
        int other = Math.max(first(), Math.min(last(), x < value(i) ? i - 1 : i + 1));
        if (other == i) {
            other = i == last() ? i - 1 : i + 1;
        }
        return Math.abs(value(other) - value(i));
    }
}
