package dev.vernier.io.keras;

import java.util.List;
import java.util.Optional;

/**
 * A layer of a Keras model.
 *
 * @param className as the file has it: {@code Conv2D}; a registered name of the user's own keeps its class alone
 * @param name unique in its model
 * @param isOperation whether it is a function of {@code keras.ops} that Keras 3 recorded, not a layer: it has no weights
 * @param nested the model it is, where a model is used as a layer
 * @param trainable whether its variables were trained; those that were are stored first
 * @param calls each use of it, in order
 */
record KerasLayer(
        String className,
        String name,
        LayerConfig config,
        boolean isOperation,
        Optional<KerasModel> nested,
        boolean trainable,
        List<LayerCall> calls) {
    KerasLayer {
        calls = List.copyOf(calls);
    }

    boolean isInput() {
        return className.equals("InputLayer");
    }
}
