package dev.vernier.app.plot;

/**
 * Counts to heights. On the log10 scale the baseline is half a count, so that a single value still shows.
 *
 * @param maxCount the count that reaches the top, at least 1
 * @param logarithmic log10 instead of linear
 */
public record CountScale(double maxCount, boolean logarithmic, double baseline, double top) {
    private static final double LOG_FLOOR = 0.5;

    /** Pixel of the upper edge of a bar that stands for {@code count} values. */
    public double toPixel(double count) {
        return baseline - share(count) * (baseline - top);
    }

    private double share(double count) {
        if (!logarithmic) {
            return count / maxCount;
        }
        return count <= LOG_FLOOR ? 0 : Math.log10(count / LOG_FLOOR) / Math.log10(Math.max(maxCount, 10) / LOG_FLOOR);
    }
}
