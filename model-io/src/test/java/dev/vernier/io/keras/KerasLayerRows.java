package dev.vernier.io.keras;

import java.util.List;
import java.util.TreeSet;

/** The layers of Keras that are run, as lines of a Markdown page. */
public final class KerasLayerRows {
    private KerasLayerRows() {}

    public static List<String> lines() {
        return List.of(
                "Every class has a case worked by hand.",
                "",
                String.join(", ", new TreeSet<>(KerasOpMappings.classes())) + ".",
                "",
                "They act in training alone and pass on what they are given: "
                        + String.join(", ", new TreeSet<>(KerasOpMappings.passOn())) + ".");
    }
}
