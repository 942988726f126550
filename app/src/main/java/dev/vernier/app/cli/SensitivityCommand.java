package dev.vernier.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    @Mixin
    private ModelAndData what;

    @Mixin
    private PlanOptions plans;

    @Mixin
    private MetricOption metrics;

    @Option(names = "--apart", description = "Also what weights and activations do apart: three times the work.")
    private boolean apart;

    @Mixin
    private QuantizationOptions quantization;

    @Mixin
    private CommonOptions common;

    @Override
    public void run() {
        common.check();
        plans.check(common);
        PlannedRun.with(
                what.requestWithData(common, plans.file()),
                plans,
                metrics.metrics(),
                quantization,
                common,
                this::measure);
    }

    private void measure(PlannedRun planned) {
        PreparedRun run = planned.prepared();
        QuantPlan improved = planned.improved();
        Map<SensitivityPart, Sensitivity> measured = run.evaluating(() -> measure(run, improved, planned.progress()));
        planned.progress().clear();
        CommandLine command = common.commandLine();
        if (common.json()) {
            ResultJson.print(json(run, measured), command.getOut());
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

    private static ObjectNode json(PreparedRun run, Map<SensitivityPart, Sensitivity> measured) {
        ObjectNode json =
                ResultJson.object().put("model", run.project().modelName()).put("samples", run.samples());
        Sensitivity both = measured.get(SensitivityPart.BOTH);
        json.put("headline", both.whole().mainMetric().label());
        scores(json.putObject("whole"), both.whole());
        measured.forEach((part, s) -> layers(json.putArray(part == SensitivityPart.BOTH ? "layers" : part.label()), s));
        json.set("seconds", run.seconds());
        return json;
    }

    private static void layers(ArrayNode json, Sensitivity sensitivity) {
        for (Sensitivity.OfLayer l : sensitivity.layers()) {
            ObjectNode layer = json.addObject().put("name", l.layer());
            scores(layer.putObject("alone"), l.alone());
            scores(layer.putObject("allBut"), l.allBut());
        }
    }

    /** {@code top1} and {@code sqnrDb} are always there; other metrics follow under their own labels. */
    private static void scores(ObjectNode json, EvaluationResult result) {
        if (result.top1().isPresent()) {
            json.put("top1", result.top1().getAsDouble());
        } else {
            json.putNull("top1");
        }
        result.deltaTop1().ifPresent(d -> json.put("delta", d));
        result.deltaCi95()
                .ifPresent(i -> json.putArray("deltaCi95").add(i.low()).add(i.high()));
        put(json, "sqnrDb", value(result, Metric.OUTPUT_SQNR));
        result.metrics().forEach((m, v) -> {
            if (m != Metric.TOP1 && m != Metric.OUTPUT_SQNR) {
                put(json, m.label(), v.value());
            }
        });
    }

    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }

    private static double value(EvaluationResult result, Metric metric) {
        return result.metric(metric).map(MetricValue::value).orElse(Double.NaN);
    }

    private void print(
            PreparedRun run, QuantPlan plan, Map<SensitivityPart, Sensitivity> measured, CommandLine command) {
        command.getOut()
                .println(run.project().modelName() + " at "
                        + PlanOptions.name(run.project().model(), plan) + ", " + run.samples() + " samples");
        measured.forEach((part, s) -> {
            if (apart) {
                command.getOut().println();
            }
            table(part, s, rank(run, s.whole())).print(command.getOut(), new TerminalStyle(Terminal.NONE));
        });
        command.getOut().flush();
    }

    /** What the rows are sorted by: the metric asked for first, else the output SQNR, which tells layers apart that cost no sample. */
    private static Metric rank(PreparedRun run, EvaluationResult whole) {
        return run.metrics().isEmpty() && whole.metric(Metric.OUTPUT_SQNR).isPresent()
                ? Metric.OUTPUT_SQNR
                : whole.mainMetric();
    }

    private static TextTable table(SensitivityPart part, Sensitivity sensitivity, Metric rank) {
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
        table.row(row("the whole plan", shown, null, sensitivity.whole()));
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
