package dev.vernier.app.cli;

import dev.vernier.engine.diagnose.Cure;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.diagnose.Finding;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;

/** What was found, in the terminal: the headline, then each finding with what to do. */
final class DiagnosisText {
    private static final int WIDTH = 112;
    /** Findings of one kind. */
    private static final int IN_FULL = 2;

    private final PrintWriter out;
    private final TerminalStyle style;

    DiagnosisText(PrintWriter out, TerminalStyle style) {
        this.out = out;
        this.style = style;
    }

    void print(Diagnosis diagnosis) {
        wrapped("", style.strong("diagnosis") + "  " + diagnosis.headline());
        Map<Finding.Kind, Integer> told = new EnumMap<>(Finding.Kind.class);
        for (Finding f : diagnosis.findings()) {
            if (told.merge(f.kind(), 1, Integer::sum) > IN_FULL) {
                continue;
            }
            out.println();
            wrapped("  ", f.severity().label() + ", " + f.kind().title() + ": " + f.title() + ".");
            wrapped("    ", f.sentence());
            for (Cure c : f.cures()) {
                wrapped("    ", "→ " + c.words() + ": " + c.promise());
            }
        }
        told.values().removeIf(n -> n <= IN_FULL);
        told.forEach((kind, n) -> {
            out.println();
            wrapped("  ", kind.title() + ": " + (n - IN_FULL) + " more, all of them with --json.");
        });
        out.println();
    }

    private void wrapped(String indent, String text) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ")) {
            if (line.length() + word.length() > WIDTH && line.length() > indent.length()) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder(indent).append("  ");
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }
}
