package dev.vernier.app.now;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.ScoreText;
import dev.vernier.app.format.SpecText;
import dev.vernier.app.project.Snapshot;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.PlanScore;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.LayerConfig;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A layer that two plans ask different things of. Immutable.
 *
 * @param a what the first plan asks and the second does not, in words: number formats, and of the rest what differs
 * @param b the same of the second
 * @param errorA accumulated SQNR under the first plan; {@link NumberText#NONE} where it was not measured
 * @param errorB the same under the second
 */
record PlanDifference(String layer, String a, String b, String errorA, String errorB) {
    /** The layers that differ, in running order. */
    static List<PlanDifference> between(Snapshot a, Snapshot b, List<Layer> layers) {
        return layers.stream()
                .filter(l -> !a.plan().configFor(l.name()).equals(b.plan().configFor(l.name())))
                .map(l -> new PlanDifference(
                        l.name(),
                        words(l, a.plan().configFor(l.name()), b.plan().configFor(l.name())),
                        words(l, b.plan().configFor(l.name()), a.plan().configFor(l.name())),
                        error(a, l.name()),
                        error(b, l.name())))
                .toList();
    }

    private static String words(Layer layer, LayerConfig c, LayerConfig other) {
        String activations = SpecText.difference(c.activations(), other.activations());
        return layer.hasWeights()
                ? SpecText.difference(c.weights(), other.weights()) + " × " + activations
                : activations;
    }

    private static String error(Snapshot s, String layer) {
        return s.score()
                .map(score -> score.accumulatedSqnrDb().get(layer))
                .map(NumberText::decibels)
                .orElse(NumberText.NONE);
    }

    /** What two results say, row by row: name, first, second, second less first. */
    static List<List<String>> numbers(Snapshot a, Snapshot b) {
        return List.of(
                headline(a, b),
                row("Agreement with float", a, b, 100, 1, "%", score -> score.value(Metric.AGREEMENT)),
                row("Mean |Δ| of outputs", a, b, 1, 4, "", score -> score.value(Metric.MEAN_ABS_ERROR)),
                row("Size", a, b, 0.001, 1, "KB", score -> OptionalDouble.of(score.sizeBytes())));
    }

    private static List<String> headline(Snapshot a, Snapshot b) {
        Metric metric = a.score().or(b::score).map(PlanScore::mainMetric).orElse(Metric.TOP1);
        boolean share = metric.unit() == Metric.Unit.SHARE;
        String unit = share ? "%" : metric.unit() == Metric.Unit.DECIBELS ? "dB" : "";
        int decimals = metric.unit() == Metric.Unit.NUMBER ? 4 : 1;
        return row(ScoreText.title(metric), a, b, share ? 100 : 1, decimals, unit, score -> score.value(metric));
    }

    private static List<String> row(
            String name,
            Snapshot a,
            Snapshot b,
            double factor,
            int decimals,
            String unit,
            Function<PlanScore, OptionalDouble> of) {
        double x = number(a, of) * factor;
        double y = number(b, of) * factor;
        return List.of(
                name,
                text(x, decimals, unit, false),
                text(y, decimals, unit, false),
                text(y - x, decimals, unit.equals("%") ? "pt" : unit, true));
    }

    /** NaN where it was not measured. */
    private static double number(Snapshot s, Function<PlanScore, OptionalDouble> of) {
        return s.score().map(of).orElse(OptionalDouble.empty()).orElse(Double.NaN);
    }

    private static String text(double x, int decimals, String unit, boolean signed) {
        return Double.isNaN(x)
                ? "not measured"
                : ((signed ? NumberText.signed(x, decimals) : NumberText.fixed(x, decimals)) + " " + unit).strip();
    }
}
