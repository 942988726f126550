package dev.vernier.app.cli;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.ScoreText;
import dev.vernier.app.format.SearchWords;
import dev.vernier.engine.search.Candidate;
import dev.vernier.engine.search.LayerReason;
import dev.vernier.engine.search.SearchResult;
import java.io.PrintWriter;

/** What a search found: the plan, the front it lies on, and why each layer got what it has. */
final class SearchText {
    private final PrintWriter out;
    private final TerminalStyle style;

    SearchText(PrintWriter out, TerminalStyle style) {
        this.out = out;
        this.style = style;
    }

    void print(PreparedRun run, SearchResult result) {
        RunHeading.print(run, out, style);
        out.println(found(result));
        out.println();
        front(result);
        result.found().ifPresent(found -> reasons(result, found));
        RunHeading.printTime(run, out, style);
    }

    private String found(SearchResult result) {
        String goal = SearchWords.goal(result.goal());
        String searched =
                " (" + result.evaluated() + " plans evaluated" + (result.isComplete() ? ")" : ", stopped by --budget)");
        return result.found()
                .map(c -> style.strong(goal + ": " + NumberText.bytes(c.sizeBytes()) + ", "
                                + ScoreText.value(c.mainMetric(), c.main().value()) + " "
                                + c.mainMetric().title() + ", " + SearchWords.drop(c.drop()))
                        + searched)
                .orElseGet(() -> style.warning(goal + ": nothing was found") + searched);
    }

    private void front(SearchResult result) {
        if (result.front().isEmpty()) {
            return;
        }
        TextTable table = new TextTable()
                .words("")
                .number("size")
                .number("bit operations")
                .number(result.front().get(0).mainMetric().title())
                .number("from float")
                .words("how");
        for (Candidate c : result.front()) {
            table.row(
                    result.found().filter(c::equals).isPresent() ? "→" : "",
                    NumberText.bytes(c.sizeBytes()),
                    NumberText.count(c.bitOperations()),
                    ScoreText.value(c.mainMetric(), c.main().value()),
                    SearchWords.drop(c.drop()),
                    SearchWords.origin(c));
        }
        table.print(out, style);
    }

    private void reasons(SearchResult result, Candidate found) {
        result.trades().ifPresent(trades -> {
            out.println();
            TextTable table = new TextTable().words("layer").words("gets").words("because it");
            for (LayerReason r : trades.explain(found)) {
                table.row(
                        r.layer(),
                        r.choice().label(),
                        SearchWords.why(r, result.goal().cost()));
            }
            table.print(out, style);
        });
    }
}
