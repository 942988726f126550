package dev.vernier.engine.range;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.List;

/** What the user set for a tensor with one range. */
final class ManualRange implements RangeAlgorithm {
    @Override
    public ClipRange range(TensorStatistics statistics, QuantSpec spec) {
        List<ClipRange> ranges = ((RangeRule.Manual) spec.rule()).ranges();
        if (ranges.size() != 1) {
            throw new VernierException(
                    ranges.size() + " clipping ranges were set by hand for a tensor that has one; give one");
        }
        return ranges.get(0);
    }
}
