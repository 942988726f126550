package dev.vernier.app.data;

import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.control.TextField;

/** A field for numbers that says whether what is typed can be used, and does not change what somebody is typing. */
final class ChoiceField extends TextField {
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");

    ChoiceField(String id) {
        setId(id);
        getStyleClass().add("limit-field");
    }

    /** Marks the field where {@code typed} is empty, and answers it. */
    <T> Optional<T> numbers(Optional<T> typed) {
        pseudoClassStateChanged(INVALID, typed.isEmpty());
        return typed;
    }

    /** @param saysSo whether what is typed means the same already */
    void show(String text, boolean saysSo) {
        if (!saysSo && !(isFocused() && getPseudoClassStates().contains(INVALID))) {
            setText(text);
            pseudoClassStateChanged(INVALID, false);
        }
    }
}
