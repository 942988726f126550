package dev.vernier.app.workbench;

import dev.vernier.engine.diagnose.Cure;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.diagnose.Finding;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Prints what is found in a model under a preset, and what each cure that is offered does to accuracy when it is applied:
 * {@code MODEL DATA CALIBRATION|- PRESET|file [SAMPLES]}.
 */
final class CureFigures {
    private final Patient patient;
    private final PrintStream out;
    private final Map<QuantPlan, EvaluationResult> known = new HashMap<>();

    private CureFigures(Patient patient, PrintStream out) {
        this.patient = patient;
        this.out = out;
    }

    /** All findings of one model, and all cures. */
    public static void main(String... arguments) {
        Optional<Path> calibration = arguments[2].equals("-") ? Optional.empty() : Optional.of(Path.of(arguments[2]));
        int samples = arguments.length > 4 ? Integer.parseInt(arguments[4]) : Integer.MAX_VALUE;
        try (Patient patient = Patient.of(arguments[0], Path.of(arguments[1]), calibration, samples)) {
            QuantPlan plan = Preset.ofLabel(arguments[3])
                    .map(QuantPlan::of)
                    .or(patient::ownPlan)
                    .orElseThrow();
            new CureFigures(patient, System.out).print(plan);
        }
    }

    private void print(QuantPlan plan) {
        EvaluationResult before = patient.evaluate(plan);
        Diagnosis diagnosis = patient.diagnose(before);
        out.println(patient.name() + " at " + plan + ": " + score(before));
        out.println(diagnosis.headline());
        for (Finding f : diagnosis.findings()) {
            out.println("  " + f.severity().label() + ", " + f.title());
            for (Cure c : f.cures()) {
                QuantPlan cured = patient.apply(c, plan);
                EvaluationResult after = known.computeIfAbsent(cured, patient::evaluate);
                out.println("    " + c.words() + ": " + score(after));
            }
        }
    }

    private static String score(EvaluationResult r) {
        String agreement = String.format(Locale.ROOT, "agreement %.4f", r.agreement());
        String accuracy = r.top1().isPresent()
                ? String.format(Locale.ROOT, "%.4f, ", r.top1().getAsDouble())
                : "";
        String noise = r.metric(Metric.OUTPUT_SQNR)
                .map(MetricValue::value)
                .map(v -> String.format(Locale.ROOT, ", output %.1f dB", v))
                .orElse("");
        return accuracy + agreement + noise;
    }
}
