package dev.vernier.app.cli;

import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.evaluate.EvaluationResult;
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
        PlannedRun.with(
                what.requestWithData(common, plans.file()),
                plans,
                metric.metrics(),
                quantization,
                common,
                this::evaluate);
    }

    private void evaluate(PlannedRun planned) {
        PreparedRun run = planned.prepared();
        EvaluationResult result = planned.evaluated(planned.improved());
        planned.progress().say("diagnosing");
        Diagnosis diagnosis = run.diagnose(result);
        planned.progress().clear();
        CommandLine command = common.commandLine();
        if (common.json()) {
            ResultJson.print(ResultJson.evaluation(run, result, diagnosis), command.getOut());
        } else {
            DataFindings.warn(command, DataFindings.of(run, result));
            FindingText.print(
                    TargetFindings.of(run.project().graph(), planned.asked()),
                    planned.asked().target().title(),
                    command.getErr());
            new EvaluationText(command.getOut(), new TerminalStyle(common.terminal())).print(run, result, diagnosis);
        }
    }
}
