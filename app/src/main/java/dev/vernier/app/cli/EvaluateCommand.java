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
    private PlanAndData inputs;

    @Override
    public void run() {
        inputs.check();
        inputs.run(this::evaluate);
    }

    private void evaluate(PlannedRun planned) {
        PreparedRun run = planned.prepared();
        EvaluationResult result = planned.evaluated(planned.improved());
        planned.progress().say("diagnosing");
        Diagnosis diagnosis = run.diagnose(result);
        planned.progress().clear();
        CommandLine command = inputs.common().commandLine();
        if (inputs.common().json()) {
            ResultJson.print(ResultJson.evaluation(run, result, diagnosis), command.getOut());
        } else {
            DataFindings.warn(command, DataFindings.of(run, result));
            FindingText.print(
                    TargetFindings.of(run.project().graph(), planned.asked()),
                    planned.asked().target().title(),
                    command.getErr());
            new EvaluationText(
                            command.getOut(), new TerminalStyle(inputs.common().terminal()))
                    .print(run, result, diagnosis);
        }
    }
}
