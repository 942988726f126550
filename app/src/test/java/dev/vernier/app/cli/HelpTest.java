package dev.vernier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @Test
    void versionIsOneLineOnStandardOutput() {
        CommandLineRun run = CommandLineRun.of("--version");
        assertThat(run.status()).isZero();
        assertThat(run.out().lines()).singleElement().asString().startsWith("vernier ");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void helpListsTheCommands() {
        CommandLineRun run = CommandLineRun.of("--help");
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains(
                        "  gui ",
                        "  inspect ",
                        "  evaluate ",
                        "  compare ",
                        "  export ",
                        "  prove ",
                        "  search ",
                        "Exit status: 0 done");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gui", "inspect", "evaluate", "compare", "export", "prove", "report", "sensitivity", "search"})
    void everyCommandTakesTheCommonOptions(String command) {
        CommandLineRun run = CommandLineRun.of(command, "--help");
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains(
                        "--json",
                        "--samples",
                        "--calibration",
                        "--calibration-samples",
                        "--threads",
                        "--seed",
                        "--stacktrace");
    }
}
