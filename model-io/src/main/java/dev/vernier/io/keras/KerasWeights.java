package dev.vernier.io.keras;

import dev.vernier.engine.graph.TensorData;
import java.util.Map;

/** Where a file keeps the variables of a model's layers. */
interface KerasWeights {
    /**
     * The variables of every layer of {@code model} and of the models in it that has any, by the names {@link LayerVariables} gives them.
     *
     * @return keyed by the layer itself, not by its name: models in models may repeat names
     * @throws dev.vernier.engine.VernierException if the file holds other variables than the layers have
     */
    Map<KerasLayer, Map<String, TensorData>> of(KerasModel model);
}
