package dev.vernier.app.cli;

import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.TechniqueComparison;
import dev.vernier.engine.analyze.Improvement;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import picocli.CommandLine;

/** Compares every technique and prints the table, or its JSON. */
final class ComparisonRun {
    private final CommandLine command;
    private final Terminal terminal;

    ComparisonRun(CommandLine command, Terminal terminal) {
        this.command = command;
        this.terminal = terminal;
    }

    /** Over all samples, as {@code vernier compare} without options. */
    void printTable(OpenRequest request) {
        print(request, TargetRuntime.ONNXRUNTIME, available -> available, List.of(), Set.of(), 0, false);
    }

    void print(
            OpenRequest request,
            TargetRuntime target,
            IntUnaryOperator samplesOf,
            List<Metric> metrics,
            Set<Improvement> improvements,
            long seed,
            boolean asJson) {
        try (ProgressLine progress = new ProgressLine(command.getErr(), terminal);
                PreparedRun run =
                        PreparedRun.of(PreparedRun.open(request, progress), target, samplesOf, metrics, progress)) {
            int all = Preset.values().length;
            int[] done = new int[1];
            progress.say("evaluating");
            TechniqueComparison comparison = run.evaluating(() -> TechniqueComparison.run(
                    run.project().graph(),
                    run.calibration(),
                    target,
                    plan -> ImprovedPlan.of(plan, improvements, run.project(), run.calibration(), seed, progress),
                    run.session(),
                    row -> progress.count("evaluating: technique", ++done[0], all),
                    Cancellation.NEVER));
            progress.clear();
            if (asJson) {
                ResultJson.print(ResultJson.comparison(run, comparison), command.getOut());
            } else {
                new ComparisonText(command.getOut(), new TerminalStyle(terminal)).print(run, comparison);
            }
        }
    }
}
