package dev.vernier.io.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PythonTextTest {
    @Test
    void aLiteralIsPlainAsciiAndMeansTheSameText() {
        assertThat(PythonText.literal("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
        assertThat(PythonText.literal("é\n")).isEqualTo("\"\\u00e9\\u000a\"");
        // One character beyond 16 bits, of which Java makes two.
        assertThat(PythonText.literal("\uD83D\uDE00")).isEqualTo("\"\\U0001f600\"");
    }
}
