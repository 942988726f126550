package dev.vernier.io.keras;

import dev.vernier.io.ImportFinding;

/** Masks that Keras passes from layer to layer beside the tensors. They are not followed; the report says where that matters. */
final class Masks {
    private Masks() {}

    static void warnIfMasking(LayerEmitter emit, boolean masks) {
        if (masks) {
            emit.warn(
                    ImportFinding.Code.MASK_IGNORED,
                    "Layer " + emit.name()
                            + " masks padded steps in Keras; here the layers after it work on them too, so"
                            + " answers for padded sequences differ.");
        }
    }
}
