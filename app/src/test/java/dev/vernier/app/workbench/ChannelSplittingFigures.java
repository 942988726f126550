package dev.vernier.app.workbench;

import dev.vernier.engine.analyze.Improvement;
import dev.vernier.engine.diagnose.Cure;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Prints what splitting channels does to a model, beside the cures that add none: {@code MODEL [DATA CALIBRATION] PRESET [tensor]}. */
final class ChannelSplittingFigures {
    private static final double[] RATIOS = {0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1};

    private final Patient patient;
    private final Preset preset;
    private final boolean perChannel;
    private final PrintStream out;

    private ChannelSplittingFigures(Patient patient, Preset preset, boolean perChannel, PrintStream out) {
        this.patient = patient;
        this.preset = preset;
        this.perChannel = perChannel;
        this.out = out;
    }

    /** The whole table for one model. */
    public static void main(String... arguments) {
        List<String> args = new ArrayList<>(List.of(arguments));
        boolean perChannel = !args.remove("tensor");
        String model = args.remove(0);
        Preset preset = Preset.ofLabel(args.remove(args.size() - 1)).orElseThrow();
        try (Patient patient = args.isEmpty()
                ? Patient.ofSample(model)
                : Patient.of(model, Path.of(args.get(0)), Optional.of(Path.of(args.get(1))), Integer.MAX_VALUE)) {
            new ChannelSplittingFigures(patient, preset, perChannel, System.out).print();
        }
    }

    private QuantPlan plan(Patient p) {
        return perChannel ? QuantPlan.of(preset) : p.perTensor(preset);
    }

    private void print() {
        line("as it is", patient.evaluate(plan(patient)));
        for (Improvement how : Improvement.values()) {
            line(how.title(), patient.evaluate(patient.apply(new Cure.Learn(how, ""), plan(patient))));
        }
        int levels = (1 << preset.config().weights().precision().bits() - 1) - 1;
        for (double ratio : RATIOS) {
            measure("weights", ratio, ChannelSplitting.ofWeights(patient.graph(), ratio, levels, perChannel));
        }
        for (double ratio : RATIOS) {
            measure(
                    "activations",
                    ratio,
                    ChannelSplitting.ofActivations(patient.graph(), patient.calibration(), ratio));
        }
    }

    private void measure(String what, double ratio, Graph split) {
        try (Patient other = patient.with(split)) {
            line(
                    String.format(Locale.ROOT, "%.0f %% of channels split, %s", 100 * ratio, what),
                    other.evaluate(plan(other)));
        }
    }

    private void line(String what, EvaluationResult r) {
        OptionalDouble top1 = r.top1();
        out.printf(
                Locale.ROOT,
                "%-46s %.4f (float %.4f) agreement %.4f %,9d bytes%n",
                what,
                top1.orElse(Double.NaN),
                r.baselineTop1().orElse(Double.NaN),
                r.agreement(),
                r.model().sizeBytes());
    }
}
