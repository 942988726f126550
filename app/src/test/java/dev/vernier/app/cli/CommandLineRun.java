package dev.vernier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vernier.app.workbench.WindowLauncher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;

/** The command line run in this process: what it printed and how it ended. */
record CommandLineRun(int status, String out, String err) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Without a terminal and without a display. */
    static CommandLineRun of(String... arguments) {
        return of(Terminal.NONE, request -> {}, arguments);
    }

    static CommandLineRun of(Terminal terminal, WindowLauncher window, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = VernierCommand.commandLine(window, terminal);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int status = line.execute(arguments);
        return new CommandLineRun(status, out.toString(), err.toString());
    }

    /** Standard output, which must be one JSON object and nothing else, after a run without an error. */
    JsonNode json() {
        assertThat(err).isEmpty();
        assertThat(status).isZero();
        try {
            return JSON.readTree(out);
        } catch (IOException e) {
            throw new UncheckedIOException(out, e);
        }
    }

    /** Checks that nothing but one line of error was printed. */
    void assertFailed(int expectedStatus, String message) {
        assertThat(out).isEmpty();
        assertThat(err.lines())
                .singleElement()
                .asString()
                .startsWith("vernier: ")
                .contains(message);
        assertThat(status).isEqualTo(expectedStatus);
    }
}
