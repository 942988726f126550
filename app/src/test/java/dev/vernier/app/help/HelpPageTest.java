package dev.vernier.app.help;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation says is what Help shows. */
class HelpPageTest {
    private static final Path DOCS = Path.of(System.getProperty("vernier.root", ".."), "docs");

    @Test
    void everyPageOfTheDocumentationIsInTheHelpMenu() throws IOException {
        List<String> pages;
        try (Stream<Path> files = Files.list(DOCS)) {
            pages = files.map(f -> f.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .toList();
        }
        assertThat(pages).isNotEmpty();
        assertThat(pages)
                .allSatisfy(name -> assertThat(HelpPage.ofLink(name)).as(name).isPresent());
        assertThat(Stream.of(HelpPage.values()).map(HelpPage::title).collect(Collectors.toSet()))
                .hasSameSizeAs(HelpPage.values());
    }

    @Test
    void everyPageShips() {
        for (HelpPage page : HelpPage.values()) {
            assertThat(page.markdown()).as(page.title()).startsWith("# ").doesNotContain("made without");
        }
    }
}
