package dev.vernier.app.cli;

import dev.vernier.app.format.ScoreText;
import dev.vernier.engine.analyze.Sensitivity;
import dev.vernier.engine.analyze.SensitivityPart;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.QuantPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vernier sensitivity}: what each layer does to the output. */
@Command(
        name = "sensitivity",
        description = "Each layer with weights alone quantized, and every layer quantized but that one; worst first.",
        sortOptions = false)
final class SensitivityCommand implements Runnable {
    @Option(names = "--apart", description = "Also what weights and activations do apart: three times the work.")
    private boolean apart;

    @Mixin
    private PlanAndData inputs;

    @Override
    public void run() {
        inputs.check();
        inputs.run(this::measure);
    }

    private void measure(PlannedRun planned) {
        PreparedRun run = planned.prepared();
        QuantPlan improved = planned.improved();
        Map<SensitivityPart, Sensitivity> measured = run.evaluating(() -> measure(run, improved, planned.progress()));
        planned.progress().clear();
        CommandLine command = inputs.common().commandLine();
        if (inputs.common().json()) {
            ResultJson.print(SensitivityJson.of(run, measured), command.getOut());
        } else {
            print(run, improved, measured, command);
        }
    }

    private Map<SensitivityPart, Sensitivity> measure(PreparedRun run, QuantPlan plan, ProgressLine progress) {
        EvaluationOptions options = EvaluationOptions.ofSamples(run.samples())
                .withMetrics(run.metrics())
                .withAlso(List.of(Metric.OUTPUT_SQNR, Metric.KL_DIVERGENCE))
                .withoutLayerErrors();
        ModelQuantizer quantizer = new ModelQuantizer(run.project().graph(), run.calibration());
        Set<SensitivityPart> parts = apart ? EnumSet.allOf(SensitivityPart.class) : EnumSet.of(SensitivityPart.BOTH);
        try (EvaluationSession session =
                new EvaluationSession(run.project().graph(), run.project().data(), options)) {
            return Sensitivity.measure(
                    quantizer,
                    session,
                    plan,
                    parts,
                    known -> {},
                    progress.counting("measuring every layer: sample"),
                    Cancellation.NEVER);
        }
    }

    private static double value(EvaluationResult result, Metric metric) {
        return result.metric(metric).map(MetricValue::value).orElse(Double.NaN);
    }

    private void print(
            PreparedRun run, QuantPlan plan, Map<SensitivityPart, Sensitivity> measured, CommandLine command) {
        TerminalStyle style = new TerminalStyle(inputs.common().terminal());
        RunHeading.print(run, command.getOut(), style);
        String planName = PlanOptions.name(run.project().model(), plan);
        measured.forEach((part, s) -> {
            if (apart) {
                command.getOut().println();
            }
            table(part, s, rank(run, s.whole()), planName).print(command.getOut(), style);
        });
        RunHeading.printTime(run, command.getOut(), style);
    }

    /** What the rows are sorted by: the metric asked for first, else the output SQNR, which tells layers apart that cost no sample. */
    private static Metric rank(PreparedRun run, EvaluationResult whole) {
        return run.metrics().isEmpty() && whole.metric(Metric.OUTPUT_SQNR).isPresent()
                ? Metric.OUTPUT_SQNR
                : whole.mainMetric();
    }

    private static TextTable table(SensitivityPart part, Sensitivity sensitivity, Metric rank, String planName) {
        Set<Metric> shown = new LinkedHashSet<>();
        shown.add(sensitivity.whole().mainMetric());
        shown.add(Metric.OUTPUT_SQNR);
        shown.add(Metric.KL_DIVERGENCE);
        shown.retainAll(sensitivity.whole().metrics().keySet());
        TextTable table = new TextTable()
                .words(
                        part == SensitivityPart.BOTH
                                ? "layer, worst alone first"
                                : part.label() + ", worst alone first");
        shown.forEach(m -> table.number(m == sensitivity.whole().mainMetric() ? "alone: " + m.title() : m.title()));
        shown.forEach(
                m -> table.number(m == sensitivity.whole().mainMetric() ? "all but it: " + m.title() : m.title()));
        table.row(row("the whole plan, " + planName, shown, null, sensitivity.whole()));
        double sign = rank.higherIsBetter() ? 1 : -1;
        sensitivity.layers().stream()
                .sorted(Comparator.comparingDouble((Sensitivity.OfLayer l) -> sign * value(l.alone(), rank)))
                .forEach(l -> table.row(row(l.layer(), shown, l.alone(), l.allBut())));
        return table;
    }

    /** @param alone null for an empty place */
    private static String[] row(String name, Set<Metric> shown, EvaluationResult alone, EvaluationResult allBut) {
        List<String> cells = new ArrayList<>();
        cells.add(name);
        shown.forEach(m -> cells.add(alone == null ? "" : ScoreText.value(m, value(alone, m))));
        shown.forEach(m -> cells.add(ScoreText.value(m, value(allBut, m))));
        return cells.toArray(String[]::new);
    }
}
