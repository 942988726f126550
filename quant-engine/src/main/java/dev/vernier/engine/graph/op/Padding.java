package dev.vernier.engine.graph.op;

import java.util.Collections;
import java.util.List;

/**
 * How a sliding window treats the border.
 *
 * @param begin elements added before each spatial axis, {@link Mode#EXPLICIT} only
 * @param end elements added after each spatial axis, {@link Mode#EXPLICIT} only
 */
public record Padding(Mode mode, List<Integer> begin, List<Integer> end) {
    /** Who decides how many elements are added. */
    public enum Mode {
        EXPLICIT,
        /** Output size is {@code ceil(input / stride)}; an odd element goes to the end (TensorFlow's SAME). */
        SAME_UPPER,
        /** As {@link #SAME_UPPER} with the odd element at the beginning. */
        SAME_LOWER,
        /** Nothing is added. */
        VALID
    }

    public static final Padding VALID = new Padding(Mode.VALID, List.of(), List.of());
    public static final Padding SAME_UPPER = new Padding(Mode.SAME_UPPER, List.of(), List.of());
    public static final Padding SAME_LOWER = new Padding(Mode.SAME_LOWER, List.of(), List.of());

    public Padding {
        begin = List.copyOf(begin);
        end = List.copyOf(end);
        if (begin.size() != end.size()) {
            throw new IllegalArgumentException("padding " + begin + " before and " + end + " after");
        }
    }

    public static Padding explicit(List<Integer> begin, List<Integer> end) {
        return new Padding(Mode.EXPLICIT, begin, end);
    }

    /** No padding over {@code spatialRank} axes, said explicitly. */
    public static Padding none(int spatialRank) {
        List<Integer> zeros = Collections.nCopies(spatialRank, 0);
        return explicit(zeros, zeros);
    }

    /**
     * Elements added before and after one axis.
     *
     * @param axis spatial axis, 0 for the first
     * @param input input length along it
     * @param kernel kernel length along it
     * @return {@code {before, after}}
     */
    public int[] along(int axis, long input, int kernel, int stride, int dilation) {
        switch (mode) {
            case EXPLICIT:
                return new int[] {begin.get(axis), end.get(axis)};
            case VALID:
                return new int[] {0, 0};
            default:
                long output = (input + stride - 1) / stride;
                int total = (int) Math.max(0, (output - 1) * stride + (kernel - 1) * (long) dilation + 1 - input);
                int small = total / 2;
                return mode == Mode.SAME_UPPER ? new int[] {small, total - small} : new int[] {total - small, small};
        }
    }
}
