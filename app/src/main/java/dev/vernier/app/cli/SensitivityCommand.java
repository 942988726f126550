package dev.vernier.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.app.format.NumberText;
import dev.vernier.engine.analyze.Sensitivity;
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
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    private QuantizationOptions quantization;

    @Mixin
    private CommonOptions common;

    @Override
    public void run() {
        common.check();
        plans.check(common);
        CommandLine command = common.commandLine();
        try (ProgressLine progress = new ProgressLine(command.getErr(), common.terminal())) {
            PreparedRun.Opened opened = PreparedRun.open(what.requestWithData(common, plans.file()), progress);
            QuantPlan asked = plans.plan(opened.project().model(), quantization.target());
            try (PreparedRun run = PreparedRun.of(opened, asked.target(), common::samplesOf, List.of(), progress)) {
                QuantPlan improved = ImprovedPlan.of(
                        asked, quantization.improvements(), run.project(), run.calibration(), common.seed(), progress);
                Sensitivity sensitivity = run.evaluating(() -> measure(run, improved, progress));
                progress.clear();
                if (common.json()) {
                    ResultJson.print(json(run, sensitivity), command.getOut());
                } else {
                    print(run, improved, sensitivity, command);
                }
            }
        }
    }

    private static Sensitivity measure(PreparedRun run, QuantPlan plan, ProgressLine progress) {
        List<Metric> metrics = new ArrayList<>();
        if (run.project().data().hasLabels()) {
            metrics.add(Metric.TOP1);
        }
        metrics.add(Metric.OUTPUT_SQNR);
        EvaluationOptions all = EvaluationOptions.ofSamples(run.samples());
        // Errors layer by layer are not asked for: none are measured.
        EvaluationOptions options = new EvaluationOptions(run.samples(), all.cacheBudgetBytes(), 0, metrics);
        try (EvaluationSession session =
                new EvaluationSession(run.project().graph(), run.project().data(), options)) {
            return Sensitivity.measure(
                    new ModelQuantizer(run.project().graph(), run.calibration()),
                    session,
                    plan,
                    progress.counting("measuring: plan"),
                    Cancellation.NEVER);
        }
    }

    private static ObjectNode json(PreparedRun run, Sensitivity sensitivity) {
        ObjectNode json =
                ResultJson.object().put("model", run.project().modelName()).put("samples", run.samples());
        ArrayNode layers = json.putArray("layers");
        for (Sensitivity.OfLayer l : sensitivity.layers()) {
            ObjectNode layer = layers.addObject().put("name", l.layer());
            scores(layer.putObject("alone"), l.alone());
            scores(layer.putObject("allBut"), l.allBut());
        }
        json.set("seconds", run.seconds());
        return json;
    }

    private static void scores(ObjectNode json, EvaluationResult result) {
        if (result.top1().isPresent()) {
            json.put("top1", result.top1().getAsDouble());
        } else {
            json.putNull("top1");
        }
        double sqnr = sqnr(result);
        if (Double.isFinite(sqnr)) {
            json.put("sqnrDb", sqnr);
        } else {
            json.putNull("sqnrDb");
        }
    }

    private static double sqnr(EvaluationResult result) {
        return result.metric(Metric.OUTPUT_SQNR).map(MetricValue::value).orElse(Double.NaN);
    }

    private static void print(PreparedRun run, QuantPlan plan, Sensitivity sensitivity, CommandLine command) {
        command.getOut()
                .println(run.project().modelName() + " at "
                        + PlanOptions.name(run.project().model(), plan) + ", " + run.samples()
                        + " samples; worst alone first");
        TextTable table = new TextTable()
                .words("layer")
                .number("alone")
                .number("output SQNR")
                .number("all but it")
                .number("output SQNR");
        sensitivity.layers().stream()
                .sorted(Comparator.comparingDouble((Sensitivity.OfLayer l) -> sqnr(l.alone())))
                .forEach(l -> table.row(
                        l.layer(),
                        accuracy(l.alone()),
                        decibels(l.alone()),
                        accuracy(l.allBut()),
                        decibels(l.allBut())));
        table.print(command.getOut(), new TerminalStyle(Terminal.NONE));
        command.getOut().flush();
    }

    private static String accuracy(EvaluationResult result) {
        return result.top1().isPresent() ? NumberText.percent(result.top1().getAsDouble()) : "";
    }

    private static String decibels(EvaluationResult result) {
        return NumberText.decibels(sqnr(result));
    }
}
