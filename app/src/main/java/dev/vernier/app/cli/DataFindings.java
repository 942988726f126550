package dev.vernier.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.datacheck.DataCheck;
import dev.vernier.engine.datacheck.DataFinding;
import dev.vernier.engine.evaluate.EvaluationResult;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** What looks wrong about data, as JSON and as lines on standard error. */
final class DataFindings {
    private DataFindings() {}

    /** What was found before running, and whether the float model then did no better than guessing. */
    static List<DataFinding> of(PreparedRun run, EvaluationResult result) {
        List<DataFinding> all = new ArrayList<>(run.project().findings());
        Dataset data = run.project().data();
        result.baselineTop1()
                .ifPresent(top1 -> DataCheck.ofAccuracy(run.project().graph(), data, top1, result.samples())
                        .ifPresent(all::add));
        return all;
    }

    static void addTo(ArrayNode json, List<DataFinding> findings) {
        for (DataFinding f : findings) {
            json.addObject()
                    .put("severity", f.severity().label())
                    .put("code", f.code().id())
                    .put("input", f.input())
                    .put("sentence", f.sentence());
        }
    }

    /** A line for each warning. */
    static void warn(CommandLine command, List<DataFinding> findings) {
        findings.stream().filter(DataFinding::isWarning).forEach(f -> ErrorLine.print(command, "warning: " + words(f)));
    }

    static String words(DataFinding f) {
        return (f.input().isEmpty() ? "" : "input " + f.input() + ": ") + f.sentence();
    }
}
