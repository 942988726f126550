package dev.vernier.app.now;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.SpecText;
import dev.vernier.app.project.Snapshot;
import dev.vernier.engine.evaluate.LayerResult;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.LayerConfig;
import java.util.List;
import java.util.Optional;

/**
 * A layer that two plans ask different things of. Immutable.
 *
 * @param a what the first plan asks, in words
 * @param b what the second asks
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
                        words(l, a.plan().configFor(l.name())),
                        words(l, b.plan().configFor(l.name())),
                        error(a, l.name()),
                        error(b, l.name())))
                .toList();
    }

    private static String words(Layer layer, LayerConfig c) {
        String activations = SpecText.sentence(c.activations());
        return layer.hasWeights() ? SpecText.sentence(c.weights()) + " × " + activations : activations;
    }

    private static String error(Snapshot s, String layer) {
        return s.result()
                .flatMap(r ->
                        r.layers().stream().filter(l -> l.name().equals(layer)).findFirst())
                .flatMap(LayerResult::accumulated)
                .map(TensorError::sqnrDb)
                .map(NumberText::decibels)
                .orElse(NumberText.NONE);
    }

    /** What two results say, row by row: name, first, second, second less first. */
    static List<List<String>> numbers(Snapshot a, Snapshot b) {
        return List.of(
                row(
                        "Accuracy",
                        a,
                        b,
                        100,
                        1,
                        "%",
                        s -> s.result().map(r -> r.top1().orElse(Double.NaN))),
                row("Agreement with float", a, b, 100, 1, "%", s -> s.result().map(r -> r.agreement())),
                row("Mean |Δ| of outputs", a, b, 1, 4, "", s -> s.result().map(r -> r.meanAbsError())),
                row(
                        "Size",
                        a,
                        b,
                        0.001,
                        1,
                        "KB",
                        s -> s.result().map(r -> (double) r.model().sizeBytes())));
    }

    private static List<String> row(
            String name,
            Snapshot a,
            Snapshot b,
            double factor,
            int decimals,
            String unit,
            java.util.function.Function<Snapshot, Optional<Double>> of) {
        double x = of.apply(a).orElse(Double.NaN) * factor;
        double y = of.apply(b).orElse(Double.NaN) * factor;
        return List.of(
                name,
                text(x, decimals, unit, false),
                text(y, decimals, unit, false),
                text(y - x, decimals, unit.equals("%") ? "pt" : unit, true));
    }

    private static String text(double x, int decimals, String unit, boolean signed) {
        return Double.isNaN(x)
                ? "not measured"
                : ((signed ? NumberText.signed(x, decimals) : NumberText.fixed(x, decimals)) + " " + unit).strip();
    }
}
