package dev.vernier.app.cli;

import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.target.TargetFindings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vernier evaluate}: one plan on one data set, with every layer's error. */
@Command(
        name = "evaluate",
        description = "Evaluate a model under a plan or preset, with each layer's error.",
        sortOptions = false)
final class EvaluateCommand implements Runnable {
    @Mixin
    private ModelAndData what;

    @Mixin
    private PlanOptions plans;

    @Mixin
    private MetricOption metric;

    @Mixin
    private QuantizationOptions quantization;

    @Mixin
    private CommonOptions common;

    @Override
    public void run() {
        common.check();
        plans.check(common);
        CommandLine command = common.commandLine();
        Terminal terminal = common.terminal();
        try (ProgressLine progress = new ProgressLine(command.getErr(), terminal)) {
            PreparedRun.Opened opened = PreparedRun.open(what.requestWithData(common, plans.file()), progress);
            QuantPlan asked = plans.plan(opened.project().model(), quantization.target());
            try (PreparedRun run =
                    PreparedRun.of(opened, asked.target(), common::samplesOf, metric.metrics(), progress)) {
                EvaluationResult result = evaluate(run, improved(run, asked, progress), progress);
                progress.say("diagnosing");
                Diagnosis diagnosis = run.diagnose(result);
                progress.clear();
                if (common.json()) {
                    ResultJson.print(ResultJson.evaluation(run, result, diagnosis), command.getOut());
                } else {
                    DataFindings.warn(command, DataFindings.of(run, result));
                    FindingText.print(
                            TargetFindings.of(run.project().graph(), asked),
                            asked.target().title(),
                            command.getErr());
                    new EvaluationText(command.getOut(), new TerminalStyle(terminal)).print(run, result, diagnosis);
                }
            }
        }
    }

    private QuantPlan improved(PreparedRun run, QuantPlan asked, ProgressLine progress) {
        return run.improving(() -> ImprovedPlan.of(
                asked, quantization.improvements(), run.project(), run.calibration(), common.seed(), progress));
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
