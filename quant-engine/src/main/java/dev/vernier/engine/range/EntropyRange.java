package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;

/**
 * The clip value with the least Kullback-Leibler divergence, as in TensorRT (Migacz, 8-bit inference with TensorRT, GTC 2017).
 *
 * <p>Over a histogram of |x|, for every number of bins that could be kept: P is what is kept, with all that lies beyond added to its last
 * bin; Q is what is kept (without that) merged to as many groups as the grid has magnitudes, each group spread evenly over those of its
 * bins that are not empty in P. The number of bins with the least {@code Σ P·log(P / Q)} wins, the smallest if there are several.
 *
 * <p>Zeros are left out, as TensorRT leaves out its first bin. A grid with as many codes as the histogram has bins keeps the extremes.
 */
final class EntropyRange implements RangeAlgorithm {
    /** As many as TensorRT's calibrator. */
    private static final int BINS = 2048;

    @Override
    public ClipRange range(TensorStatistics statistics, QuantSpec spec) {
        MagnitudeCounts magnitudes = MagnitudeCounts.of(statistics, BINS);
        int kept = binsToKeep(magnitudes.counts(), groups(statistics, spec));
        return MagnitudeCounts.clip(
                statistics,
                kept == magnitudes.counts().length ? Double.POSITIVE_INFINITY : kept * magnitudes.binWidth());
    }

    /** How many magnitudes the grid tells apart: all its codes for one-sided data on an affine grid, else those of one sign. */
    private static int groups(TensorStatistics statistics, QuantSpec spec) {
        QuantType type = ScaleCalculator.codes(spec);
        boolean oneSided = statistics.min() >= 0 || statistics.max() <= 0;
        return oneSided && !spec.symmetric() ? (int) type.levels() : type.qMax() + 1;
    }

    /**
     * The number of bins with the least divergence; all of them if there are no more than {@code groups}.
     *
     * @param counts of magnitudes, the bin at 0 first
     */
    static int binsToKeep(long[] counts, int groups) {
        Divergence divergence = new Divergence(counts, groups);
        int best = counts.length;
        double least = divergence.whenKeeping(counts.length);
        for (int kept = counts.length - 1; kept >= groups; kept--) {
            double d = divergence.whenKeeping(kept);
            if (d <= least) {
                least = d;
                best = kept;
            }
        }
        return best;
    }

    /**
     * With sums of counts, of bins that are not empty and of {@code c·log c} up to every bin, a divergence costs a logarithm a group, not
     * one a bin.
     */
    private static final class Divergence {
        private final int groups;
        private final long[] counts;
        private final long[] sums;
        private final int[] filled;
        private final double[] selfInformation;

        Divergence(long[] counts, int groups) {
            this.groups = groups;
            this.counts = counts;
            sums = new long[counts.length + 1];
            filled = new int[counts.length + 1];
            selfInformation = new double[counts.length + 1];
            for (int i = 0; i < counts.length; i++) {
                sums[i + 1] = sums[i] + counts[i];
                filled[i + 1] = filled[i] + (counts[i] > 0 ? 1 : 0);
                selfInformation[i + 1] = selfInformation[i] + xLogX(counts[i]);
            }
        }

        double whenKeeping(int kept) {
            double total = sums[counts.length];
            double inside = sums[kept];
            if (inside == 0) {
                return total == 0 ? 0 : Double.POSITIVE_INFINITY;
            }
            double outside = total - inside;
            double last = counts[kept - 1];
            double sumPLogP = selfInformation[kept] - xLogX(last) + xLogX(last + outside) - total * Math.log(total);
            double sumPLogQ = 0;
            for (int g = 0; g < groups; g++) {
                int from = (int) ((long) g * kept / groups);
                int to = (int) ((long) (g + 1) * kept / groups);
                boolean holdsLast = to == kept && from < to;
                double q = sums[to] - sums[from];
                double p = q + (holdsLast ? outside : 0);
                int bins = filled[to] - filled[from] + (holdsLast && last == 0 && outside > 0 ? 1 : 0);
                if (p > 0 && q == 0) {
                    return Double.POSITIVE_INFINITY;
                }
                sumPLogQ += p == 0 ? 0 : p * Math.log(q / bins / inside);
            }
            return (sumPLogP - sumPLogQ) / total;
        }

        private static double xLogX(double x) {
            return x == 0 ? 0 : x * Math.log(x);
        }
    }
}
