package dev.vernier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation shows can be typed. */
class DocumentedCommandsTest {
    private static final Path DOCS = Path.of(System.getProperty("vernier.root", ".."), "docs");

    @Test
    void everyCommandThatIsShownParses() throws IOException {
        List<String> shown = Files.readString(DOCS.resolve("command-line.md"))
                .lines()
                .filter(line -> line.startsWith("    vernier "))
                .map(line -> line.strip().split(" {2,}")[0])
                .filter(line -> !line.contains("["))
                .toList();
        assertThat(shown).hasSizeGreaterThan(3);
        for (String command : shown) {
            String[] arguments =
                    Pattern.compile(" ").splitAsStream(command).skip(1).toArray(String[]::new);
            assertThatCode(() ->
                            VernierCommand.commandLine(r -> {}, Terminal.NONE).parseArgs(arguments))
                    .as(command)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void theOptionsThatAreListedExistAndNoneIsMissing() throws IOException {
        String text = Files.readString(DOCS.resolve("command-line.md"));
        Matcher option = Pattern.compile("\\| `(--[a-z-]+)").matcher(text);
        List<String> listed = option.results().map(m -> m.group(1)).sorted().toList();
        var commands = VernierCommand.commandLine(r -> {}, Terminal.NONE).getSubcommands();
        List<String> existing = Stream.of("evaluate", "sensitivity", "search", "export", "prove")
                .flatMap(name -> commands.get(name).getCommandSpec().options().stream())
                .filter(o -> !o.hidden() && !List.of("--help", "--data").contains(o.longestName()))
                .map(o -> o.longestName())
                .distinct()
                .sorted()
                .toList();
        assertThat(listed).isEqualTo(existing);
    }

    @Test
    void thePlanThatIsShownIsOne() throws IOException {
        String text = Files.readString(DOCS.resolve("plans.md"));
        String json = text.substring(text.indexOf("    {"), text.indexOf("\n    }\n") + 6);
        assertThat(PlanReader.read(json, "plans.md").overrides()).containsOnlyKeys("conv1", "fc");
    }

    @Test
    void everyPrecisionPresetTargetAndRuleIsListed() throws IOException {
        String text = Files.readString(DOCS.resolve("plans.md"));
        for (Precision precision : Precision.values()) {
            assertThat(text).containsPattern("\\b" + precision.label() + "\\b");
        }
        for (Preset preset : Preset.values()) {
            assertThat(text).containsPattern("\\b" + preset.label() + "\\b");
        }
        for (TargetRuntime target : TargetRuntime.values()) {
            assertThat(text).contains(target.label());
        }
        assertThat(PlanReader.ruleNames())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(text).contains("\"" + name + "\""));
    }
}
