package dev.vernier.io.export;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Pieces of Python source. */
final class PythonText {
    private PythonText() {}

    /** A string literal, plain ASCII. */
    static String literal(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c >= ' ' && c < 127) {
                quoted.append((char) c);
            } else {
                quoted.append(String.format(Locale.ROOT, c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
            }
        });
        return quoted.append('"').toString();
    }

    /** A list of string literals, one on each line. */
    static String list(List<String> values) {
        return values.isEmpty()
                ? "[]"
                : values.stream().map(v -> "    " + literal(v) + ",\n").collect(Collectors.joining("", "[\n", "]"));
    }

    /** Text as it may stand in a comment or docstring. */
    static String plain(String text) {
        String quoted = literal(text);
        return quoted.substring(1, quoted.length() - 1);
    }
}
