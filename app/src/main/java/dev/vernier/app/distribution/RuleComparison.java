package dev.vernier.app.distribution;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Local SQNR against the clipping range, and where every rule lies on that curve. Immutable; made off the window's thread.
 *
 * @param points by growing fraction
 */
public record RuleComparison(List<Point> points, List<RulePoint> rules) {
    /** Rules that are compared, in the order they are listed. */
    static final List<RangeRule> RULES = List.of(
            RangeRule.MIN_MAX,
            new RangeRule.Percentile(99.999),
            new RangeRule.Percentile(99.99),
            new RangeRule.Percentile(99.9),
            RangeRule.LEAST_SQUARED_ERROR);

    private static final int POINTS = 64;
    private static final double SMALLEST_FRACTION = 0.04;

    /**
     * @param fraction the range's share of the data's full range
     * @param sqnrDb local SQNR with that range
     */
    public record Point(double fraction, double sqnrDb) {}

    /** A rule, the range it chooses (the union of its channels') and what it costs. */
    public record RulePoint(RangeRule rule, ClipRange range, double fraction, double sqnrDb) {}

    public RuleComparison {
        points = List.copyOf(points);
        rules = List.copyOf(rules);
    }

    /**
     * @param spec whose rule does not matter
     * @param cancelled asked between steps
     */
    static RuleComparison of(TensorDistribution tensor, QuantSpec spec, BooleanSupplier cancelled) {
        TensorStatistics s = tensor.statistics();
        List<Point> points = new ArrayList<>();
        for (int i = 0; i <= POINTS && !cancelled.getAsBoolean(); i++) {
            double fraction = SMALLEST_FRACTION + (1 - SMALLEST_FRACTION) * i / POINTS;
            List<ClipRange> ranges =
                    ClipRanges.cut(tensor, spec, Math.min(0, s.min()) * fraction, Math.max(0, s.max()) * fraction);
            points.add(new Point(fraction, LocalReading.of(tensor, spec, ranges).sqnrDb()));
        }
        List<RulePoint> rules = new ArrayList<>();
        for (RangeRule rule : RULES) {
            if (cancelled.getAsBoolean()) {
                break;
            }
            List<ClipRange> ranges = ClipRanges.resolve(tensor, spec.withRule(rule));
            ClipRange range = ClipRanges.union(ranges);
            rules.add(new RulePoint(
                    rule,
                    range,
                    fraction(s, range),
                    LocalReading.of(tensor, spec, ranges).sqnrDb()));
        }
        return new RuleComparison(points, rules);
    }

    /** How much of the data's range {@code range} covers, by its larger end. */
    static double fraction(TensorStatistics s, ClipRange range) {
        double low = s.min() < 0 ? range.low() / s.min() : 0;
        double high = s.max() > 0 ? range.high() / s.max() : 0;
        // of a symmetric range only the end at the larger extreme says how far it was drawn in
        return Math.abs(s.min()) > Math.abs(s.max()) ? low : high;
    }
}
