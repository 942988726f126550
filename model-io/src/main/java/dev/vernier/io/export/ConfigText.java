package dev.vernier.io.export;

import java.util.List;

/**
 * A config as its file has it.
 *
 * @param text the whole file
 * @param notes what the plan asks for and the format cannot say, a sentence each
 */
public record ConfigText(String text, List<String> notes) {
    public ConfigText {
        notes = List.copyOf(notes);
    }
}
