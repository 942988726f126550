package dev.vernier.app.cli;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.workbench.TechniqueComparison;
import dev.vernier.engine.evaluate.EvaluationResult;
import java.io.PrintWriter;

/** The table of techniques. */
final class ComparisonText {
    private final PrintWriter out;
    private final TerminalStyle style;

    ComparisonText(PrintWriter out, TerminalStyle style) {
        this.out = out;
        this.style = style;
    }

    void print(PreparedRun run, TechniqueComparison comparison) {
        RunHeading.print(run, out, style);
        TextTable table = new TextTable()
                .words("technique")
                .number("accuracy")
                .number("95 % interval")
                .number("from float, points")
                .number("95 % interval")
                .number("agreement")
                .number("size")
                .number("smaller")
                .number("mean |error|");
        for (TechniqueComparison.Row row : comparison.rows()) {
            if (row.result().isEmpty()) {
                table.row(row.preset().label(), row.reason());
                continue;
            }
            EvaluationResult r = row.result().get();
            table.row(
                    row.preset().label(),
                    ScoreText.share(r.top1()),
                    ScoreText.interval(r.top1Ci95()),
                    ScoreText.difference(r.deltaTop1()),
                    ScoreText.signedInterval(r.deltaCi95()),
                    ScoreText.share(r.agreement()),
                    NumberText.bytes(r.model().sizeBytes()),
                    ScoreText.ratio(r),
                    ScoreText.error(r.meanAbsError()));
        }
        table.print(out, style);
        RunHeading.printTime(run, out, style);
    }
}
