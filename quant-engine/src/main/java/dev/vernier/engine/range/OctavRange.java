package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;

/**
 * The clip value s at which the noise of rounding and of clipping balance, by Newton's iteration (OCTAV: Sakr et al., Optimal Clipping
 * and Magnitude-aware Differentiation, ICML 2022):
 *
 * <pre>s ← Σ |x|·[|x| ≥ s] / (e·#{0 &lt; |x| &lt; s} + #{|x| ≥ s})</pre>
 *
 * <p>where {@code e·s²} is the mean noise of rounding, step²/12: with B bits {@code e = 4^-B / 3}, or {@code 4^-B / 12} where all codes are
 * on one side of 0. It starts from the mean magnitude, so that it does not depend on the unit.
 */
final class OctavRange implements RangeAlgorithm {
    private static final int BINS = 4096;
    private static final int MAX_ITERATIONS = 100;
    private static final double RELATIVE_CHANGE = 1e-6;

    @Override
    public ClipRange range(TensorStatistics statistics, QuantSpec spec) {
        MagnitudeCounts magnitudes = MagnitudeCounts.of(statistics, BINS);
        boolean oneSided = statistics.min() >= 0 || statistics.max() <= 0;
        double noise = Math.pow(4, -spec.precision().bits()) / (oneSided && !spec.symmetric() ? 12 : 3);
        double clip = 0;
        for (int i = 0; i < MAX_ITERATIONS; i++) {
            double next = next(magnitudes, clip, noise);
            boolean settled = Math.abs(next - clip) <= RELATIVE_CHANGE * next;
            clip = next;
            if (settled) {
                break;
            }
        }
        return MagnitudeCounts.clip(statistics, clip);
    }

    private static double next(MagnitudeCounts magnitudes, double clip, double noise) {
        double width = magnitudes.binWidth();
        long[] counts = magnitudes.counts();
        double below = 0;
        double above = 0;
        double sumAbove = 0;
        for (int i = 0; i < counts.length; i++) {
            double from = i * width;
            double cut =
                    Math.max(0, Math.min(1, (clip - from) / width)); // this share of the bin lies below the clip value
            below += cut * counts[i];
            above += (1 - cut) * counts[i];
            sumAbove += (1 - cut) * counts[i] * (from + (1 + cut) / 2 * width);
        }
        double weight = noise * below + above;
        return weight == 0 ? 0 : sumAbove / weight;
    }
}
