package dev.vernier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VernierCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionIsOneLineOnStandardOutput() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString().lines()).singleElement().asString().startsWith("vernier ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void anUnknownOptionIsAWrongCommandLine() {
        assertThat(execute("--no-such-option")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("--no-such-option");
    }

    private int execute(String... arguments) {
        CommandLine commandLine = VernierCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
