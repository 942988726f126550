package dev.vernier.app.cli;

import dev.vernier.app.workbench.ProjectOpener;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vernier evaluate}: one plan on one data set, with every layer's error. */
@Command(
        name = "evaluate",
        description = "Evaluate a model under a plan or preset, with each layer's error.",
        sortOptions = false)
final class EvaluateCommand implements Runnable {
    @Mixin
    private ModelAndData what;

    @Option(names = "--plan", paramLabel = "FILE", description = "Quantize as this saved plan says.")
    private Path plan;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = QuantizationOptions.PresetConverter.class,
            description = "Quantize every layer so: fp32, fp16, dynamic, int8, int16x8, w8, w4, int4, ternary or binary"
                    + " (default: int8).")
    private Preset preset;

    @Mixin
    private MetricOption metric;

    @Mixin
    private QuantizationOptions quantization;

    @Mixin
    private CommonOptions common;

    @Override
    public void run() {
        common.check();
        quantization.check(common);
        if (plan != null && preset != null) {
            throw common.wrong("--plan and --preset exclude each other; give one of them");
        }
        CommandLine command = common.commandLine();
        Terminal terminal = common.terminal();
        try (ProgressLine progress = new ProgressLine(command.getErr(), terminal)) {
            PreparedRun.Opened opened =
                    PreparedRun.open(what.requestWithData(common, Optional.ofNullable(plan)), progress);
            QuantPlan asked = plan(opened);
            try (PreparedRun run =
                    PreparedRun.of(opened, asked.target(), common::samplesOf, metric.metrics(), progress)) {
                EvaluationResult result = evaluate(run, asked, progress);
                progress.clear();
                if (common.json()) {
                    ResultJson.print(ResultJson.evaluation(run, result), command.getOut());
                } else {
                    new EvaluationText(command.getOut(), new TerminalStyle(terminal)).print(run, result);
                }
            }
        }
    }

    /** The plan or preset that is named; else a file that is quantized already as it is, and a float model at int8. */
    private QuantPlan plan(PreparedRun.Opened opened) {
        QuantPlan asked;
        if (plan != null) {
            asked = ProjectOpener.openPlan(plan, opened.project().graph());
        } else if (preset != null) {
            asked = QuantPlan.of(preset);
        } else {
            asked = opened.project().model().plan().orElseGet(() -> QuantPlan.of(Preset.INT8));
        }
        return quantization.target().map(asked::withTarget).orElse(asked);
    }

    private static EvaluationResult evaluate(PreparedRun run, QuantPlan asked, ProgressLine progress) {
        progress.say("evaluating");
        return run.evaluating(() -> {
            QuantizedModel model = ModelQuantizer.quantize(run.project().graph(), run.calibration(), asked);
            return run.session()
                    .evaluate(
                            model,
                            r -> progress.count("evaluating: sample", r.samples(), r.totalSamples()),
                            Cancellation.NEVER);
        });
    }
}
