package dev.vernier.app.distribution;

import dev.vernier.app.format.SpecText;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.range.ClipErrorCurve;
import dev.vernier.engine.range.RangeResolver;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Local SQNR against the clipping range, and where every rule lies on that curve. Immutable; made off the window's thread.
 *
 * @param curve SQNR with ranges scaled from the data's
 */
public record RuleComparison(ClipErrorCurve curve, List<RulePoint> rules) {
    /** Rules that are compared, in the order they are listed. */
    static final List<RangeRule> RULES = List.of(
            RangeRule.MIN_MAX,
            RangeRule.MOVING_AVERAGE,
            new RangeRule.Percentile(99.999),
            new RangeRule.Percentile(99.99),
            new RangeRule.Percentile(99.9),
            RangeRule.ENTROPY,
            RangeRule.LEAST_SQUARED_ERROR,
            RangeRule.SQNR,
            new RangeRule.Sqnr(3),
            new RangeRule.Octav(),
            new RangeRule.MeanDeviations(3));

    private static final int POINTS = 64;

    /** A rule, the range it chooses (the union of its channels') and what it costs. */
    public record RulePoint(RangeRule rule, ClipRange range, double fraction, double sqnrDb) {}

    public RuleComparison {
        rules = List.copyOf(rules);
    }

    /**
     * @param spec whose rule does not matter
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    static RuleComparison of(TensorDistribution tensor, QuantSpec spec, Cancellation cancellation) {
        TensorStatistics s = tensor.statistics();
        ClipErrorCurve curve = ClipErrorCurve.of(
                s, ClipRanges.perChannel(tensor, spec) ? tensor.channels() : List.of(), spec, POINTS, cancellation);
        List<RulePoint> rules = new ArrayList<>();
        for (RangeRule rule : rulesFor(spec.precision())) {
            cancellation.check();
            List<ClipRange> ranges = ClipRanges.resolve(tensor, spec.withRule(rule));
            ClipRange range = ClipRanges.union(ranges);
            rules.add(new RulePoint(
                    rule,
                    range,
                    fraction(s, range),
                    LocalReading.of(tensor, spec, ranges).sqnrDb()));
        }
        return new RuleComparison(curve, rules);
    }

    /** Rules that can choose a range for numbers of that precision. */
    static List<RangeRule> rulesFor(Precision precision) {
        return RULES.stream().filter(r -> RangeResolver.suits(r, precision)).toList();
    }

    /** {@code rules} in order, those that chose the same ranges (and so cost the same) together with the first of them. */
    static List<List<RulePoint>> together(List<RulePoint> rules) {
        Map<Object, List<RulePoint>> groups = new LinkedHashMap<>();
        rules.forEach(r -> groups.computeIfAbsent(List.of(r.range(), r.sqnrDb()), x -> new ArrayList<>())
                .add(r));
        return List.copyOf(groups.values());
    }

    /** The rules of one range by name: {@code least error = SQNR}; of more than {@code most} the first: {@code min-max + 3}. */
    static String names(List<RulePoint> sameRange, int most) {
        return sameRange.size() > most
                ? SpecText.rule(sameRange.get(0).rule()) + " + " + (sameRange.size() - 1)
                : sameRange.stream().map(r -> SpecText.rule(r.rule())).collect(Collectors.joining(" = "));
    }

    /** How much of the data's range {@code range} covers, by its larger end. */
    static double fraction(TensorStatistics s, ClipRange range) {
        double low = s.min() < 0 ? range.low() / s.min() : 0;
        double high = s.max() > 0 ? range.high() / s.max() : 0;
        // of a symmetric range only the end at the larger extreme says how far it was drawn in
        return Math.abs(s.min()) > Math.abs(s.max()) ? low : high;
    }
}
