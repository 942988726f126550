package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;

/** The extremes that the data showed. */
final class MinMaxRange implements RangeAlgorithm {
    @Override
    public ClipRange range(TensorStatistics statistics, QuantSpec spec) {
        return new ClipRange(statistics.min(), statistics.max());
    }
}
