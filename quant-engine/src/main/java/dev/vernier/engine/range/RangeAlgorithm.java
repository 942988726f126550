package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;

/** How one kind of {@link dev.vernier.engine.spec.RangeRule} chooses; pure. */
interface RangeAlgorithm {
    /** @param spec whose rule is of the kind this algorithm is for */
    ClipRange range(TensorStatistics statistics, QuantSpec spec);
}
