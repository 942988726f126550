package dev.vernier.app.project;

import java.util.Map;

/**
 * A number for each of some layers. Immutable.
 *
 * @param words what the number is, for a tooltip
 * @param values by layer
 */
public record LayerNumbers(String words, Map<String, Value> values) {
    public LayerNumbers {
        values = Map.copyOf(values);
    }

    /**
     * @param order larger is worse
     * @param text as people read it
     */
    public record Value(double order, String text) {}
}
