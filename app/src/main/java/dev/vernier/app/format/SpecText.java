package dev.vernier.app.format;

import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was asked for, in the words of the window. */
public final class SpecText {
    private static final Map<Class<? extends RangeRule>, Function<RangeRule, String>> RULES = Map.ofEntries(
            Map.entry(RangeRule.MinMax.class, r -> "min-max"),
            Map.entry(RangeRule.MovingAverage.class, SpecText::movingAverage),
            Map.entry(RangeRule.Percentile.class, r -> percent(((RangeRule.Percentile) r).percent())),
            Map.entry(RangeRule.LeastSquaredError.class, r -> "least error"),
            Map.entry(RangeRule.Sqnr.class, RangeRule::label),
            Map.entry(RangeRule.Entropy.class, r -> "entropy"),
            Map.entry(RangeRule.Octav.class, r -> "OCTAV"),
            Map.entry(RangeRule.MeanDeviations.class, RangeRule::label),
            Map.entry(RangeRule.Given.class, r -> "as the file gives it"),
            Map.entry(RangeRule.Manual.class, r -> "manual"),
            Map.entry(RangeRule.AtRunTime.class, r -> "at run time"));

    private static final Map<Class<? extends RangeRule>, String> EXPLANATIONS = Map.ofEntries(
            Map.entry(RangeRule.MinMax.class, "The extremes of the data: nothing is clipped"),
            Map.entry(
                    RangeRule.MovingAverage.class,
                    "The extremes of single samples, averaged so that early samples are forgotten: PyTorch's observer"),
            Map.entry(
                    RangeRule.Percentile.class,
                    "The range that this share of the values lies in; half of the rest is clipped at either end"),
            Map.entry(
                    RangeRule.LeastSquaredError.class,
                    "The range with the least mean squared error of clipping and rounding together"),
            Map.entry(
                    RangeRule.Sqnr.class,
                    "The range with the highest SQNR; where clipping counts once, that of the least squared error"),
            Map.entry(
                    RangeRule.Entropy.class,
                    "The range whose distribution of codes is nearest to that of the values, by Kullback-Leibler divergence"),
            Map.entry(RangeRule.Octav.class, "The range with the least squared error, found by fixed-point iteration"),
            Map.entry(RangeRule.MeanDeviations.class, "So many standard deviations to either side of the mean"),
            Map.entry(RangeRule.Given.class, "The scale and zero point that stand in the model file"),
            Map.entry(RangeRule.Manual.class, "Set by hand"),
            Map.entry(
                    RangeRule.AtRunTime.class,
                    "Taken from the values while the model runs, one range for each sample"));

    private static final Map<Class<? extends Granularity>, Function<Granularity, String>> GRANULARITIES = Map.of(
            Granularity.PerTensor.class, g -> "per tensor",
            Granularity.PerChannel.class, g -> "per channel",
            Granularity.PerBlock.class, g -> "per block of " + ((Granularity.PerBlock) g).size());

    private static final Map<Precision, String> SHORT = Map.of(
            Precision.FP8_E4M3, "e4m3", Precision.FP8_E5M2, "e5m2", Precision.TERNARY, "tern", Precision.BINARY, "bin");

    private SpecText() {}

    /** {@code min-max}, {@code 99.99 %}, …. */
    public static String rule(RangeRule rule) {
        return RULES.get(rule.getClass()).apply(rule);
    }

    /** One sentence on what the rule does. */
    public static String explain(RangeRule rule) {
        return EXPLANATIONS.get(rule.getClass());
    }

    public static String granularity(Granularity granularity) {
        return GRANULARITIES.get(granularity.getClass()).apply(granularity);
    }

    /** {@code [−0.8125, 0.7941]}. */
    public static String range(ClipRange range) {
        return "[" + NumberText.significant(range.low(), 4) + ", " + NumberText.significant(range.high(), 4) + "]";
    }

    /** The number format by name; one whose range is taken at run time says so. */
    public static String precision(QuantSpec spec) {
        return spec.precision().label() + (spec.isDynamic() ? " dyn" : "");
    }

    /** The same as chips write it, which have room for five letters. */
    public static String chip(QuantSpec spec) {
        return SHORT.getOrDefault(spec.precision(), precision(spec));
    }

    /** One sentence that says all of it, for tooltips and readers. */
    public static String sentence(QuantSpec spec) {
        return String.join(", ", parts(spec));
    }

    /** The number format, and of the rest only what is otherwise in {@code other}. */
    public static String difference(QuantSpec spec, QuantSpec other) {
        List<String> same = parts(other);
        List<String> all = parts(spec);
        return Stream.concat(all.stream().limit(1), all.stream().skip(1).filter(part -> !same.contains(part)))
                .collect(Collectors.joining(", "));
    }

    private static List<String> parts(QuantSpec spec) {
        return spec.precision().isFloat() && !spec.precision().hasRange()
                ? List.of(spec.precision().label())
                : List.of(
                        spec.precision().label(),
                        granularity(spec.granularity()),
                        spec.symmetric() ? "symmetric" : "affine",
                        "range " + rule(spec.rule()) + setByHand(spec.rule()));
    }

    /** {@code  [0, 4.42]}; nothing for other rules, and where each channel has its own. */
    private static String setByHand(RangeRule rule) {
        return rule instanceof RangeRule.Manual
                        && ((RangeRule.Manual) rule).ranges().size() == 1
                ? " " + range(((RangeRule.Manual) rule).ranges().get(0))
                : "";
    }

    /** The rules there are words for. */
    static Set<Class<? extends RangeRule>> knownRules() {
        Set<Class<? extends RangeRule>> known = new HashSet<>(RULES.keySet());
        known.retainAll(EXPLANATIONS.keySet());
        return known;
    }

    /** The usual constant goes without saying. */
    private static String movingAverage(RangeRule rule) {
        return rule.equals(RangeRule.MOVING_AVERAGE) ? "moving average" : rule.label();
    }

    private static String percent(double percent) {
        String text = Double.toString(percent);
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " %";
    }
}
