package dev.vernier.app.theme;

/** A set of colours for the whole window. Each has its own file of tokens; the rules are shared. */
public enum Theme {
    LIGHT("Light", "tokens-light.css", false),
    DARK("Dark", "tokens-dark.css", true),
    HIGH_CONTRAST("High contrast", "tokens-contrast.css", true);

    private final String title;
    private final String tokens;
    private final boolean dark;

    Theme(String title, String tokens, boolean dark) {
        this.title = title;
        this.tokens = tokens;
        this.dark = dark;
    }

    /** As the menu says it. */
    public String title() {
        return title;
    }

    /** Whether text is light on a dark ground. */
    public boolean isDark() {
        return dark;
    }

    /** Address of the style sheet that holds the colours. */
    String tokensUrl() {
        return Theme.class.getResource(tokens).toExternalForm();
    }
}
