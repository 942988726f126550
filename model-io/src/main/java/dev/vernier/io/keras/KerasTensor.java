package dev.vernier.io.keras;

import dev.vernier.engine.graph.Shape;
import java.util.Optional;

/**
 * One result of one call of a layer.
 *
 * @param layer the layer's name
 * @param call which of its calls, from 0
 * @param result which of the call's results, from 0
 * @param shape with the batch, where the file says it (Keras 3)
 */
record KerasTensor(String layer, int call, int result, Optional<Shape> shape) {
    /** The same result, whatever is said of its shape. */
    boolean isSameAs(KerasTensor other) {
        return layer.equals(other.layer) && call == other.call && result == other.result;
    }
}
