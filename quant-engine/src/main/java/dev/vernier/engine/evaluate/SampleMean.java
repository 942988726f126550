package dev.vernier.engine.evaluate;

import java.util.Optional;

/**
 * The mean of one number a sample, with its 95 % interval by the central limit theorem: {@code mean ± 1.96·s/√n}, {@code s²} the unbiased
 * variance. Of differences between two models on the same samples this is the paired interval.
 *
 * <p>Summed by B. P. Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4 (1962).
 */
final class SampleMean {
    private long count;
    private double mean;
    private double squares;

    void add(double x) {
        count++;
        double d = x - mean;
        mean += d / count;
        squares += d * (x - mean);
    }

    /** NaN without samples. */
    double mean() {
        return count == 0 ? Double.NaN : mean;
    }

    /** Empty below two samples. */
    Optional<Interval> interval() {
        if (count < 2) {
            return Optional.empty();
        }
        double half = WilsonInterval.Z_95 * Math.sqrt(squares / (count - 1) / count);
        return Optional.of(new Interval(mean - half, mean + half));
    }
}
