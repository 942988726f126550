package dev.vernier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchCommandTest {
    @Test
    void whatIsFoundKeepsToTheDropAndEvaluatesToTheSame(@TempDir Path folder) {
        Path plan = folder.resolve("found.json");
        JsonNode json = CommandLineRun.of(
                        "search",
                        "digits-dw",
                        "--max-drop",
                        "1.0",
                        "--samples",
                        "96",
                        "--to",
                        plan.toString(),
                        "--json")
                .json();
        JsonNode found = json.get("found");
        assertThat(found.get("drop").asDouble()).isLessThanOrEqualTo(1.0);
        assertThat(json.get("baseline").get("top1").asDouble()
                        - found.get("top1").asDouble())
                .isLessThanOrEqualTo(0.0100001);
        assertThat(found.get("plan").get("format").asText()).isEqualTo("vernier-plan");
        assertThat(found.get("layers"))
                .allSatisfy(l -> assertThat(l.get("why").asText()).contains("sav"));
        long int8 = CommandLineRun.of("evaluate", "digits-dw", "--preset", "int8", "--samples", "64", "--json")
                .json()
                .get("quantized")
                .get("sizeBytes")
                .asLong();
        assertThat(found.get("sizeBytes").asLong()).isLessThan(int8);

        JsonNode alone = CommandLineRun.of(
                        "evaluate", "digits-dw", "--plan", plan.toString(), "--samples", "96", "--json")
                .json()
                .get("quantized");
        assertThat(alone.get("top1")).isEqualTo(found.get("top1"));
        assertThat(alone.get("top1Ci95")).isEqualTo(found.get("top1Ci95"));
        assertThat(alone.get("sizeBytes")).isEqualTo(found.get("sizeBytes"));
        assertThat(alone.get("delta").get("top1")).isEqualTo(found.get("delta").get("top1"));

        JsonNode front = json.get("pareto");
        assertThat(front.size()).isPositive();
        for (int i = 1; i < front.size(); i++) {
            assertThat(front.get(i).get("sizeBytes").asLong())
                    .isGreaterThan(front.get(i - 1).get("sizeBytes").asLong());
            assertThat(front.get(i).get("top1").asDouble())
                    .isGreaterThan(front.get(i - 1).get("top1").asDouble());
        }
        assertThat(front).anyMatch(p -> p.get("sizeBytes").equals(found.get("sizeBytes")));
    }

    @Test
    void theTablesNameFrontAndReasons() {
        CommandLineRun run = CommandLineRun.of(
                "search", "digits-mlp", "--max-size", "60k", "--choices", "w8a8,w4a8", "--samples", "128");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("best within 60.0 KB", "plans evaluated", "bit operations", "because it", "best trade of");
    }

    @Test
    void whereNothingIsFoundNoFileIsWritten(@TempDir Path folder) {
        Path plan = folder.resolve("found.json");
        CommandLineRun run = CommandLineRun.of(
                "search", "digits-mlp", "--max-size", "1k", "--samples", "64", "--to", plan.toString(), "--stacktrace");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("nothing was found");
        assertThat(run.err()).contains("No plan within the limit was found");
        assertThat(Files.exists(plan)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "--max-drop 1 --max-size 20k, exclude each other",
        "--max-size 20k --minimize bops, goes with --max-drop",
        "--max-size 20x, is no amount",
        "--max-size 0, is out of range",
        "--choices int9, is no choice",
        "--minimize time, cannot be made small",
        "--max-drop NaN, give a number of points",
        "--budget 0, seconds above 0"
    })
    void aWrongCommandLineSaysWhatIsWrong(String arguments, String message) {
        String[] line = ("search digits-mlp " + arguments).split(" ");
        CommandLineRun.of(line).assertFailed(2, message);
    }
}
