package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;

/** Statistics and a rule to a clipping range. */
public final class RangeResolver {
    private RangeResolver() {}

    /**
     * The range that {@code spec}'s rule chooses for a tensor, edges first clipped to the rule, then widened to hold 0 and, for a
     * symmetric spec, made symmetric.
     */
    public static ClipRange resolve(TensorStatistics statistics, QuantSpec spec) {
        throw new UnsupportedOperationException();
    }
}
