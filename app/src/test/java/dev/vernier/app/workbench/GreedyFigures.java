package dev.vernier.app.workbench;

import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.search.Candidate;
import dev.vernier.engine.search.SearchResult;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Prints a search beside what a person does by hand who has each layer's sensitivity at int4 on all samples, and makes one layer after the other
 * int4, the least sensitive first: {@code MODEL DATA CALIBRATION}.
 */
final class GreedyFigures {
    private static final QuantPlan INT8 = QuantPlan.of(Preset.INT8);

    private final Patient patient;
    private final PrintStream out;

    private GreedyFigures(Patient patient, PrintStream out) {
        this.patient = patient;
        this.out = out;
    }

    /** The greedy path, with the plan of the front that beats or equals each step. */
    public static void main(String... arguments) {
        try (Patient patient = Patient.of(
                arguments[0], Path.of(arguments[1]), Optional.of(Path.of(arguments[2])), Integer.MAX_VALUE)) {
            new GreedyFigures(patient, System.out).print();
        }
    }

    private void print() {
        SearchResult searched = patient.search(1);
        out.println("front of " + searched.evaluated() + " plans, complete " + searched.isComplete());
        Map<String, Double> alone = new HashMap<>();
        List<String> layers = Layer.listOf(patient.graph()).stream()
                .filter(Layer::hasWeights)
                .map(Layer::name)
                .toList();
        layers.forEach(l -> alone.put(l, noise(patient.evaluate(INT8.withLayer(l, Preset.INT4.config())))));
        QuantPlan plan = INT8;
        for (String layer :
                layers.stream().sorted(Comparator.comparing(alone::get)).toList()) {
            plan = plan.withLayer(layer, Preset.INT4.config());
            EvaluationResult greedy = patient.evaluate(plan);
            double drop = greedy.deltaTop1().orElseThrow() * -100;
            long bytes = greedy.model().sizeBytes();
            Optional<Candidate> better = searched.front().stream()
                    .filter(c -> c.sizeBytes() <= bytes && c.drop() <= drop + 1e-9)
                    .findFirst();
            out.printf(
                    Locale.ROOT,
                    "%-30s %,9d bytes %+.2f points; front: %s%n",
                    layer,
                    bytes,
                    -drop,
                    better.map(c -> String.format(Locale.ROOT, "%,9d bytes %+.2f", c.sizeBytes(), -c.drop()))
                            .orElse("NONE AS GOOD"));
        }
    }

    private static double noise(EvaluationResult r) {
        return r.metric(Metric.KL_DIVERGENCE).map(MetricValue::value).orElseGet(() -> 1 - r.agreement());
    }
}
