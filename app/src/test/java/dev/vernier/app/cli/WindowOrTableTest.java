package dev.vernier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.WindowLauncher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowOrTableTest {
    private static final Terminal WITH_DISPLAY = new Terminal(false, false, false, true);

    private final List<OpenRequest> opened = new ArrayList<>();

    @Test
    void withoutArgumentsTheWindowOpensWithTheBundledSample() {
        CommandLineRun run = CommandLineRun.of(WITH_DISPLAY, opened::add);
        assertThat(run).isEqualTo(new CommandLineRun(0, "", ""));
        assertThat(opened).containsExactly(OpenRequest.bundledSample());
    }

    @Test
    void withoutADisplayOneLineSaysSoAndTheTableFollows() {
        assertTableAfterOneLine(CommandLineRun.of(Terminal.NONE, opened::add));
        assertThat(opened).isEmpty();
    }

    @Test
    void aDisplayThatCannotBeUsedCountsAsNone() {
        WindowLauncher failing = request -> {
            throw new WindowLauncher.NoDisplayException("cannot connect", null);
        };
        assertTableAfterOneLine(CommandLineRun.of(WITH_DISPLAY, failing));
        CommandLineRun.of(WITH_DISPLAY, failing, "gui").assertFailed(1, "The display cannot be used (cannot connect)");
    }

    @Test
    void guiPassesOnWhatToOpen() {
        CommandLineRun run = CommandLineRun.of(
                WITH_DISPLAY,
                opened::add,
                "gui",
                "net.onnx",
                "--data",
                "d.npz",
                "--plan",
                "p.json",
                "--calibration",
                "c.npz");
        assertThat(run.status()).isZero();
        assertThat(opened)
                .containsExactly(new OpenRequest(
                        Optional.of("net.onnx"),
                        Optional.of(Path.of("d.npz")),
                        Optional.of(Path.of("c.npz")),
                        512,
                        Optional.of(Path.of("p.json"))));
    }

    @Test
    void guiWithoutADisplayFails() {
        CommandLineRun.of("gui").assertFailed(1, "no display");
    }

    private static void assertTableAfterOneLine(CommandLineRun run) {
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err().lines()).singleElement().asString().startsWith("vernier: No display");
        assertThat(run.out()).contains("digits-dw on 797 samples").contains("\nint16x8 ");
    }
}
