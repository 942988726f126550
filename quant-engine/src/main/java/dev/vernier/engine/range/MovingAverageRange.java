package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.SampleExtremes;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;

/**
 * The extremes of samples, averaged in the order of calibration: those of the first sample, then
 *
 * <pre>
 * min ← min + c·(sample's min − min)
 * max ← max + c·(sample's max − max)
 * </pre>
 *
 * <p>Source: PyTorch's {@code MovingAverageMinMaxObserver}, {@code averaging_constant} c, with batches of one sample, so that the answer does not
 * depend on how calibration divides its samples. What does not come in samples, such as weights, is seen once: its extremes.
 */
final class MovingAverageRange implements RangeAlgorithm {
    @Override
    public ClipRange range(TensorStatistics statistics, QuantSpec spec) {
        double c = ((RangeRule.MovingAverage) spec.rule()).constant();
        SampleExtremes seen = statistics.sampleExtremes();
        double min = seen.count() == 0 ? statistics.min() : seen.low(0);
        double max = seen.count() == 0 ? statistics.max() : seen.high(0);
        for (int i = 1; i < seen.count(); i++) {
            min += c * (seen.low(i) - min);
            max += c * (seen.high(i) - max);
        }
        return new ClipRange((float) min, (float) max);
    }
}
