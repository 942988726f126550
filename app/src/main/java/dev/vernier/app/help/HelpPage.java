package dev.vernier.app.help;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** The pages of the documentation that ship with the program, in the order they are listed. */
public enum HelpPage {
    TOUR("A first walk", "tour.md"),
    COMMAND_LINE("Command line", "command-line.md"),
    DATA_SETS("Data sets", "data-sets.md"),
    PLANS("Plans", "plans.md"),
    PROJECTS("Projects", "projects.md"),
    ANALYSIS("Analysis and cures", "analysis.md"),
    OPERATORS("Operators", "operators.md"),
    BENCHMARKS("Benchmarks", "benchmarks.md");

    private final String title;
    private final String file;

    HelpPage(String title, String file) {
        this.title = title;
        this.file = file;
    }

    /** As the menu says it. */
    public String title() {
        return title;
    }

    /** The page that a link to {@code target} means; empty where that is no page of the program. */
    static Optional<HelpPage> ofLink(String target) {
        String name = target.replaceAll("#.*", "").replaceAll(".*/", "");
        return Stream.of(values()).filter(p -> p.file.equals(name)).findFirst();
    }

    /** What the page says, in Markdown. */
    String markdown() {
        try (InputStream in = open(file)) {
            if (in == null) {
                return "# " + title + "\n\nThis build was made without its documentation: docs/" + file + ".";
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file beside the pages, such as a picture; null if it did not ship. */
    static InputStream open(String path) {
        return HelpPage.class.getResourceAsStream("docs/" + path);
    }
}
