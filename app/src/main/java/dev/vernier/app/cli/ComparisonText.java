package dev.vernier.app.cli;

import dev.vernier.app.workbench.TechniqueComparison;
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
        MetricColumns columns = MetricColumns.of(
                run,
                comparison.rows().stream()
                        .flatMap(row -> row.result().stream())
                        .findFirst()
                        .orElseThrow());
        TextTable table = new TextTable().words("technique");
        columns.addTo(table);
        for (TechniqueComparison.Row row : comparison.rows()) {
            if (row.result().isEmpty()) {
                table.row(row.preset().label(), row.reason());
            } else {
                table.row(row.preset().label(), columns.cells(row.result().get()));
            }
        }
        table.print(out, style);
        RunHeading.printTime(run, out, style);
    }
}
