package dev.vernier.app.drawer;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;

/** The places in the drawer, from left to right. A place is shown where a {@link DrawerTab} fills it. */
public enum DrawerPlace {
    COMPARE("Compare", "Every technique side by side: accuracy, size, error and speed", KeyCode.DIGIT1),
    SAMPLES("Samples", "The samples and what float and quantized model say of each", KeyCode.DIGIT2),
    SENSITIVITY("Sensitivity", "What each layer's quantization costs", KeyCode.DIGIT3),
    GRAPH("Graph", "The network as it is connected", KeyCode.DIGIT4),
    NUMBER_LINE("Number line", "What happens to one number", KeyCode.DIGIT5),
    DIAGNOSIS("Diagnosis", "Which layers hurt, why, and what helps", KeyCode.DIGIT6);

    private final String title;
    private final String description;
    private final KeyCombination keys;

    DrawerPlace(String title, String description, KeyCode key) {
        this.title = title;
        this.description = description;
        this.keys = new KeyCodeCombination(key, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);
    }

    public String title() {
        return title;
    }

    /** What there is to see, in a sentence. */
    public String description() {
        return description;
    }

    /** Opens it, or closes it where it is open and has the keyboard. */
    public KeyCombination keys() {
        return keys;
    }
}
