package dev.vernier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static String printed(TextTable table, Terminal terminal) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        table.print(writer, new TerminalStyle(terminal));
        writer.flush();
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    private static TextTable table() {
        TextTable table = new TextTable().words("layer").number("size").number("error");
        table.row("conv1", "480 B", "38.1 dB");
        table.row("größer", "—", "9.0 dB");
        return table;
    }

    @Test
    void wordsStandLeftAndNumbersRight() {
        assertThat(printed(table(), Terminal.NONE))
                .isEqualTo("layer    size    error\n"
                        + "──────────────────────\n"
                        + "conv1   480 B  38.1 dB\n"
                        + "größer      —   9.0 dB\n");
    }

    @Test
    void aShortRowEndsInARemarkThatMayRunOn() {
        TextTable table = table();
        table.row("fc", "cannot be done because of something long");
        assertThat(printed(table, Terminal.NONE))
                .endsWith("fc      cannot be done because of something long\n")
                .contains("\nconv1   480 B  38.1 dB\n");
    }

    @Test
    void onlyAColourTerminalGetsCodes() {
        assertThat(printed(table(), Terminal.NONE)).doesNotContain("\033");
        assertThat(printed(table(), new Terminal(true, true, true, false))).startsWith("\033[1mlayer");
    }
}
