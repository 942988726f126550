package dev.vernier.app.cli;

import dev.vernier.app.format.NumberText;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.runtime.ProofReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** A proof as a table: the runtime beside the simulation. */
final class ProofText {
    private final PrintWriter out;
    private final TerminalStyle style;

    ProofText(PrintWriter out, TerminalStyle style) {
        this.out = out;
        this.style = style;
    }

    void print(PreparedRun run, Path exported, QuantPlan plan, ProofReport report) {
        RunHeading.print(run, out, style);
        TextTable table =
                new TextTable().words(exported.getFileName().toString()).number("");
        table.row("plan", PlanOptions.name(run.project().model(), plan));
        table.row("runtime", report.runtime().title() + " " + report.runtimeVersion());
        table.row("same prediction as the simulation", percent(OptionalDouble.of(report.agreementTop1())));
        table.row("accuracy in the runtime", percent(report.runtimeTop1()));
        table.row("accuracy simulated", percent(report.simulatedTop1()));
        table.row("largest difference of an output", NumberText.significant(report.maxAbsDifference(), 3));
        table.row(
                "outputs within one step, " + NumberText.significant(report.step(), 3),
                percent(OptionalDouble.of(report.withinOneStep())));
        table.row(
                "first layer where they part",
                report.parting()
                        .map(l -> l.layer() + ", " + percent(OptionalDouble.of(l.withinOneStep())) + " within one step")
                        .orElse("none of " + report.layers().size()));
        table.row("float model, ms a sample", milliseconds(report.millisPerSampleFloat()));
        table.row("exported file, ms a sample", milliseconds(OptionalDouble.of(report.millisPerSampleQuantized())));
        table.row("file size", NumberText.bytes(report.fileBytes()));
        table.print(out, style);
        RunHeading.printTime(run, out, style);
    }

    private static String percent(OptionalDouble share) {
        return share.isEmpty() ? NumberText.NONE : NumberText.fixed(share.getAsDouble() * 100, 2) + " %";
    }

    private static String milliseconds(OptionalDouble millis) {
        return millis.isEmpty() ? NumberText.NONE : NumberText.significant(millis.getAsDouble(), 3);
    }
}
