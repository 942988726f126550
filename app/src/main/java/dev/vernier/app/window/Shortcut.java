package dev.vernier.app.window;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyCombination.Modifier;

/** Every shortcut of the window, with what it does: the menus and the sheet of shortcuts are made from this list. */
public enum Shortcut {
    OPEN_MODEL("Open model…", KeyCode.O, KeyCombination.SHORTCUT_DOWN),
    OPEN_DATA("Open data…", KeyCode.D, KeyCombination.SHORTCUT_DOWN),
    EDIT_DATA("Edit data…", KeyCode.D, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
    OPEN_PLAN("Open plan…", KeyCode.O, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
    OPEN_PROJECT("Open project…", KeyCode.O, KeyCombination.SHORTCUT_DOWN, KeyCombination.ALT_DOWN),
    SAVE_PROJECT("Save project", KeyCode.S, KeyCombination.SHORTCUT_DOWN),
    SAVE_PLAN("Save plan", KeyCode.S, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
    SAVE_PLAN_AS("Save plan as…", KeyCode.S, KeyCombination.SHORTCUT_DOWN, KeyCombination.ALT_DOWN),
    EXPORT("Export…", KeyCode.E, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
    PROVE("Prove", KeyCode.P, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
    CLOSE("Close", KeyCode.W, KeyCombination.SHORTCUT_DOWN),
    UNDO("Undo", KeyCode.Z, KeyCombination.SHORTCUT_DOWN),
    REDO("Redo", KeyCode.Z, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
    HISTORY("History", KeyCode.H, KeyCombination.SHORTCUT_DOWN),
    FIND_COMMAND("Find command or layer", KeyCode.K, KeyCombination.SHORTCUT_DOWN),
    FIND_LAYER("Find layer", KeyCode.F, KeyCombination.SHORTCUT_DOWN),
    PIN("Pin snapshot", KeyCode.P, KeyCombination.SHORTCUT_DOWN),
    WEIGHTS("Weights", KeyCode.DIGIT1, KeyCombination.SHORTCUT_DOWN),
    ACTIVATIONS("Activations", KeyCode.DIGIT2, KeyCombination.SHORTCUT_DOWN),
    BOTH("Weights and activations", KeyCode.DIGIT3, KeyCombination.SHORTCUT_DOWN),
    ERROR("Error of this layer", KeyCode.DIGIT4, KeyCombination.SHORTCUT_DOWN),
    LOG_COUNTS("Counts on a log10 scale", KeyCode.L, KeyCombination.SHORTCUT_DOWN),
    BY_CHANNEL("Channel by channel", KeyCode.E, KeyCombination.SHORTCUT_DOWN),
    COMPARE_RULES("Compare rules", KeyCode.R, KeyCombination.SHORTCUT_DOWN),
    LARGER_TEXT("Larger text", KeyCode.EQUALS, KeyCombination.SHORTCUT_DOWN),
    SMALLER_TEXT("Smaller text", KeyCode.MINUS, KeyCombination.SHORTCUT_DOWN),
    NORMAL_TEXT("Normal text", KeyCode.DIGIT0, KeyCombination.SHORTCUT_DOWN),
    NEXT_THEME("Next theme", KeyCode.T, KeyCombination.SHORTCUT_DOWN),
    SHORTCUTS("Shortcuts", KeyCode.F1);

    private final String words;
    private final KeyCombination keys;

    Shortcut(String words, KeyCode key, Modifier... modifiers) {
        this.words = words;
        this.keys = new KeyCodeCombination(key, modifiers);
    }

    /** What it does, as the menu says it. */
    public String words() {
        return words;
    }

    public KeyCombination keys() {
        return keys;
    }
}
