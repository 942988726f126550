package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.Histogram;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.ClipRange;

/** How often magnitudes |x| fell into equal bins from 0 on, zeros left out: a tensor's histogram folded at 0. */
final class MagnitudeCounts {
    private final double binWidth;
    private final long[] counts;

    private MagnitudeCounts(double binWidth, long[] counts) {
        this.binWidth = binWidth;
        this.counts = counts;
    }

    /** Bins of the histogram, merged so that there are at most {@code maxBins}. */
    static MagnitudeCounts of(TensorStatistics statistics, int maxBins) {
        Histogram h = statistics.histogram();
        long first = (long) Math.rint(h.low() / h.binWidth());
        long reach = Math.max(-first, first + h.bins());
        long factor = Math.max(1, (reach + maxBins - 1) / maxBins);
        long[] counts = new long[(int) ((reach + factor - 1) / factor)];
        for (int i = 0; i < h.bins(); i++) {
            long bin = first + i;
            long magnitude = bin < 0 ? -bin - 1 : bin;
            counts[(int) (magnitude / factor)] += h.count(i);
        }
        return new MagnitudeCounts(h.binWidth() * factor, counts);
    }

    double binWidth() {
        return binWidth;
    }

    /** {@code [bin]}; not to be written to. */
    long[] counts() {
        return counts;
    }

    /** The range {@code [-clip, clip]} as far as the data reach; it holds 0. */
    static ClipRange clip(TensorStatistics statistics, double clip) {
        return new ClipRange((float) Math.min(0, Math.max(statistics.min(), -clip)), (float)
                Math.max(0, Math.min(statistics.max(), clip)));
    }
}
