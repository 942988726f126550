package dev.vernier.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.app.format.NumberText;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.AtomicFile;
import dev.vernier.io.report.ModelReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vernier report}: everything about a plan on one HTML page. */
@Command(
        name = "report",
        description =
                "Evaluate a model under a plan or preset and write one HTML page about it: scores, diagnosis, layers,"
                        + " histograms, what the target does otherwise.",
        sortOptions = false)
final class ReportCommand implements Runnable {
    @Option(names = "--to", required = true, paramLabel = "FILE", description = "Write this file, ending in .html.")
    private Path to;

    @Mixin
    private PlanAndData inputs;

    @Override
    public void run() {
        inputs.check();
        if (!to.toString().toLowerCase(Locale.ROOT).matches(".*\\.html?")) {
            throw inputs.common().wrong("A report is an HTML page; end " + to + " in .html");
        }
        AtomicFile.requireWritable(to);
        inputs.run(this::report);
    }

    private void report(PlannedRun planned) {
        PreparedRun run = planned.prepared();
        QuantPlan improved = planned.improved();
        EvaluationResult result = planned.evaluated(improved);
        byte[] page = new ModelReport(
                        run.project().modelName(),
                        run.project().data().name(),
                        PlanOptions.name(run.project().model(), improved),
                        result,
                        run.calibration(),
                        run.diagnose(result))
                .html()
                .getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(to, out -> out.write(page));
        planned.progress().clear();
        print(page.length, run);
    }

    private void print(int bytes, PreparedRun run) {
        CommandLine command = inputs.common().commandLine();
        if (inputs.common().json()) {
            ObjectNode json = ResultJson.object().put("file", to.toString()).put("fileBytes", bytes);
            json.setAll(ResultJson.opening(run, run.samples()));
            ResultJson.print(json, command.getOut());
        } else {
            TerminalStyle style = new TerminalStyle(inputs.common().terminal());
            RunHeading.print(run, command.getOut(), style);
            command.getOut().println(style.strong(to.toString()) + ": " + NumberText.bytes(bytes));
            command.getOut().flush();
        }
    }
}
