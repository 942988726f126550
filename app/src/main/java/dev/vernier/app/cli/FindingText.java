package dev.vernier.app.cli;

import dev.vernier.engine.target.TargetFinding;
import dev.vernier.engine.target.TargetFindings;
import java.io.PrintWriter;
import java.util.List;

/** What a target does otherwise than a plan asks, on standard error: each sentence once, with its layers. */
final class FindingText {
    private static final int NAMED = 3;

    private FindingText() {}

    static void print(List<TargetFinding> findings, String target, PrintWriter err) {
        TargetFindings.bySentence(findings).forEach((sentence, same) -> {
            List<String> layers = same.stream().map(TargetFinding::layer).toList();
            err.println(target + ", " + same.get(0).weight().label() + ": " + sentence + " (" + named(layers) + ")");
        });
        err.flush();
    }

    /** {@code conv1, conv2, conv3 and 17 more}. */
    static String named(List<String> layers) {
        int more = layers.size() - NAMED;
        return more <= 0
                ? String.join(", ", layers)
                : String.join(", ", layers.subList(0, NAMED)) + " and " + more + " more";
    }
}
