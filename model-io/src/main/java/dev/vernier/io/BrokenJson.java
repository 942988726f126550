package dev.vernier.io;

import com.fasterxml.jackson.core.JsonProcessingException;

/** What is wrong with text that should be JSON, in the parser's words and for people. */
public final class BrokenJson {
    private BrokenJson() {}

    /** {@code line 2: Unexpected end-of-input: expected close marker for Object}. */
    public static String words(JsonProcessingException e) {
        String line =
                e.getLocation() == null ? "?" : Integer.toString(e.getLocation().getLineNr());
        return "line " + line + ": " + e.getOriginalMessage().replaceAll(" \\(start marker.*", "");
    }
}
