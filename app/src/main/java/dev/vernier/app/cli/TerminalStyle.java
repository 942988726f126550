package dev.vernier.app.cli;

/** Emphasis by terminal codes, or none where they would be noise. */
final class TerminalStyle {
    private final boolean on;

    TerminalStyle(Terminal terminal) {
        this.on = terminal.colour();
    }

    String strong(String text) {
        return styled("1", text);
    }

    String faint(String text) {
        return styled("2", text);
    }

    String warning(String text) {
        return styled("33", text);
    }

    private String styled(String code, String text) {
        return on ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
