package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;

/** So many standard deviations to either side of the mean, as far as the data reach; one-sided data keep 0. */
final class MeanDeviationsRange implements RangeAlgorithm {
    @Override
    public ClipRange range(TensorStatistics statistics, QuantSpec spec) {
        double reach = ((RangeRule.MeanDeviations) spec.rule()).deviations() * statistics.standardDeviation();
        return new ClipRange((float) Math.min(0, Math.max(statistics.min(), statistics.mean() - reach)), (float)
                Math.max(0, Math.min(statistics.max(), statistics.mean() + reach)));
    }
}
