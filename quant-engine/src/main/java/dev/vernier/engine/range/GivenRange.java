package dev.vernier.engine.range;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;

/** What the codes of a given grid cover. */
final class GivenRange implements RangeAlgorithm {
    @Override
    public ClipRange range(TensorStatistics statistics, QuantSpec spec) {
        RangeRule.Given given = (RangeRule.Given) spec.rule();
        if (given.scales().size() != 1) {
            throw new VernierException(given.scales().size() + " scales are given for a tensor that has one; give one");
        }
        QuantType codes = QuantType.signed(given.bits(), spec.narrowRange());
        double scale = given.scales().get(0);
        int zeroPoint = given.zeroPoints().get(0);
        return new ClipRange(
                (float) ((codes.qMin() - zeroPoint) * scale), (float) ((codes.qMax() - zeroPoint) * scale));
    }
}
