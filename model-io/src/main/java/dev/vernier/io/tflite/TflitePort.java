package dev.vernier.io.tflite;

import java.util.List;

/**
 * An input or output of an exported file, against the graph's.
 *
 * @param name the graph's
 * @param axes axis {@code i} in the file is axis {@code axes.get(i)} in the graph: images are {@code [N, H, W, C]} in the file
 */
public record TflitePort(String name, List<Integer> axes) {
    public TflitePort {
        axes = List.copyOf(axes);
    }
}
