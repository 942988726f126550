package dev.vernier.io.keras;

import java.util.List;

/**
 * A Sequential or Functional model, both in the same form: layers, calls, and which results are its inputs and answers.
 *
 * @param className {@code Sequential} or {@code Functional}, or the user's own class
 */
record KerasModel(
        String className, String name, List<KerasLayer> layers, List<KerasTensor> inputs, List<KerasTensor> outputs) {
    KerasModel {
        layers = List.copyOf(layers);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    boolean isSequential() {
        return className.equals("Sequential");
    }
}
