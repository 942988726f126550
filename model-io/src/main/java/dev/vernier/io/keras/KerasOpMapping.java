package dev.vernier.io.keras;

import java.util.List;

/** How the layers of one class become operations of the engine. */
@FunctionalInterface
interface KerasOpMapping {
    /**
     * Emits the operations that compute one call of a layer.
     *
     * @return the values that hold the results: what was emitted, or an operand passed on
     * @throws UnsupportedLayer if this use of the layer is not run
     */
    List<String> map(LayerEmitter emit);
}
