package dev.vernier.engine.evaluate;

/**
 * The 95 % interval of the difference of two proportions measured on the same samples.
 *
 * <p>A. Agresti, Y. Min, "Simple improved confidence intervals for comparing matched proportions", Statistics in Medicine 24 (2005):
 * Wald's interval after adding 1/2 to each cell of the 2×2 table. With {@code b} samples only the first got right, {@code c} only the
 * second, {@code n} all of them, and {@code n* = n + 2}, {@code b* = b + 1/2}, {@code c* = c + 1/2}:
 * {@code (c* − b*)/n* ± 1.96·sqrt((b* + c*) − (c* − b*)²/n*) / n*}.
 */
public final class PairedInterval {
    private PairedInterval() {}

    /**
     * @param onlyFirst samples that only the first got right
     * @param onlySecond samples that only the second got right
     * @return interval of (second − first)
     */
    public static Interval ofDifference(long onlyFirst, long onlySecond, long samples) {
        double n = samples + 2.0;
        double b = onlyFirst + 0.5;
        double c = onlySecond + 0.5;
        double centre = (c - b) / n;
        double half = WilsonInterval.Z_95 * Math.sqrt(Math.max(0, b + c - (c - b) * (c - b) / n)) / n;
        return new Interval(Math.max(-1, centre - half), Math.min(1, centre + half));
    }
}
