package dev.vernier.engine.range;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Statistics and a rule to a clipping range. */
public final class RangeResolver {
    private static final Map<Class<? extends RangeRule>, RangeAlgorithm> ALGORITHMS = Map.ofEntries(
            Map.entry(RangeRule.MinMax.class, new MinMaxRange()),
            Map.entry(RangeRule.MovingAverage.class, new MovingAverageRange()),
            Map.entry(RangeRule.Percentile.class, new PercentileRange()),
            Map.entry(RangeRule.LeastSquaredError.class, new LeastSquaredErrorRange()),
            Map.entry(RangeRule.Sqnr.class, new LeastSquaredErrorRange()),
            Map.entry(RangeRule.Entropy.class, new EntropyRange()),
            Map.entry(RangeRule.Octav.class, new OctavRange()),
            Map.entry(RangeRule.MeanDeviations.class, new MeanDeviationsRange()),
            Map.entry(RangeRule.Manual.class, new ManualRange()),
            Map.entry(RangeRule.Given.class, new GivenRange()),
            Map.entry(RangeRule.AtRunTime.class, (s, q) -> {
                throw new VernierException(
                        "A range taken at run time has no fixed clipping range; choose another range rule");
            }));

    private RangeResolver() {}

    /**
     * The range that {@code spec}'s rule chooses for a tensor, edges first clipped to the rule, then widened to hold 0 and, for a
     * symmetric spec, made symmetric.
     *
     * @throws VernierException if the rule leaves the range to the run time, or was set by hand for several channels
     */
    public static ClipRange resolve(TensorStatistics statistics, QuantSpec spec) {
        if (!suits(spec.rule(), spec.precision())) {
            throw new VernierException("The rule " + spec.rule().label()
                    + " is for codes with equal steps; choose another range rule for "
                    + spec.precision().label());
        }
        return toGrid(ALGORITHMS.get(spec.rule().getClass()).range(statistics, spec), spec);
    }

    /** Whether {@code rule} can choose a range for numbers of that precision: two of them presume steps of one size. */
    public static boolean suits(RangeRule rule, Precision precision) {
        return !precision.isScaledFloat() || !(rule instanceof RangeRule.Entropy || rule instanceof RangeRule.Octav);
    }

    /** {@code range} as a grid can have it: widened to hold 0 and, for a symmetric spec, made symmetric. */
    public static ClipRange toGrid(ClipRange range, QuantSpec spec) {
        return spec.symmetric() ? range.symmetric() : range.withZero();
    }

    /**
     * {@code limits} laid over a tensor with a grid for each channel: each channel's own extremes cut to them, so that narrow channels
     * keep their fine grids.
     *
     * @return {@code [channel]} ranges as the grid can have them
     */
    public static List<ClipRange> cut(List<TensorStatistics> channels, QuantSpec spec, ClipRange limits) {
        return channels.stream()
                .map(s -> {
                    ClipRange own = toGrid(new ClipRange(s.min(), s.max()), spec);
                    return new ClipRange(Math.max(own.low(), limits.low()), Math.min(own.high(), limits.high()));
                })
                .toList();
    }

    /** The kinds of rules there is an algorithm for. */
    static Set<Class<? extends RangeRule>> kinds() {
        return ALGORITHMS.keySet();
    }
}
