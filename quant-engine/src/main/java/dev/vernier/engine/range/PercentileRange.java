package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;

/**
 * The range that a given share of the values lies in.
 *
 * <p>For a symmetric grid it is the percentile of |x|. Otherwise half of the rest is cut off at either end; but what is on one side of 0
 * only (after a ReLU) keeps 0 as its end, and all of the rest is cut off at the other. Taking both tails there would move the low end
 * above 0.
 */
final class PercentileRange implements RangeAlgorithm {
    @Override
    public ClipRange range(TensorStatistics statistics, QuantSpec spec) {
        double share = ((RangeRule.Percentile) spec.rule()).percent() / 100;
        if (spec.symmetric()) {
            float m = (float) magnitude(statistics, share);
            return new ClipRange(-m, m);
        }
        if (statistics.min() >= 0) {
            return new ClipRange(0, (float) statistics.quantile(share));
        }
        if (statistics.max() <= 0) {
            return new ClipRange((float) statistics.quantile(1 - share), 0);
        }
        double tail = (1 - share) / 2;
        return new ClipRange((float) statistics.quantile(tail), (float) statistics.quantile(1 - tail));
    }

    /** The smallest m of which {@code share} of the values lie in {@code [-m, m]}, by bisection. */
    private static double magnitude(TensorStatistics statistics, double share) {
        double below = 0;
        double above = Math.max(Math.abs(statistics.min()), Math.abs(statistics.max()));
        double wanted = share * statistics.count();
        if (share >= 1) {
            return above;
        }
        for (int i = 0; i < 60; i++) {
            double m = (below + above) / 2;
            if (statistics.countBelow(m) - statistics.countBelow(-m) >= wanted) {
                above = m;
            } else {
                below = m;
            }
        }
        return above;
    }
}
