package dev.vernier.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.io.keras.KerasLayerRows;
import dev.vernier.io.onnx.OnnxOperatorRows;
import dev.vernier.io.tflite.TfliteOperatorRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The page about operators says what the tests say. It is written anew by this test with {@code -Dvernier.docs=write}; without, the page in
 * the repository must be that.
 */
class OperatorsPageTest {
    private static final String COMMAND =
            "mvn -pl model-io -am test -Dtest=OperatorsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dvernier.docs=write";

    @Test
    void thePageSaysWhatTheTestsSay() throws IOException {
        Path page = page();
        assumeTrue(Files.exists(page.getParent()), () -> "no docs folder at " + page.getParent());
        List<String> lines = new ArrayList<>(List.of(
                "# Operators",
                "",
                "What is run of the three formats, and what is not. This page is written by a test that runs everything"
                        + " it speaks of:",
                "",
                "    " + COMMAND,
                "",
                "A model with an operator that is not run opens all the same; the report names it, and what does not"
                        + " depend on it is evaluated.",
                "",
                "## ONNX, opsets 7 to 23",
                ""));
        lines.addAll(OnnxOperatorRows.of(SharedReference.file("operators/onnx-node.zip")));
        lines.addAll(List.of("", "## TensorFlow Lite", ""));
        lines.addAll(TfliteOperatorRows.of(SharedReference.file("operators/tflite-ops.zip")));
        lines.addAll(List.of("", "## Keras", ""));
        lines.addAll(KerasLayerRows.lines());
        if ("write".equals(System.getProperty("vernier.docs"))) {
            Files.write(page, lines);
        }
        assertThat(Files.readAllLines(page))
                .as("docs/operators.md; write it with " + COMMAND)
                .isEqualTo(lines);
    }

    private static Path page() {
        String root = System.getProperty("vernier.root", "..");
        return Path.of(root, "docs", "operators.md").toAbsolutePath().normalize();
    }
}
