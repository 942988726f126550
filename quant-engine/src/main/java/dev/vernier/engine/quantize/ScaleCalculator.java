package dev.vernier.engine.quantize;

import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;

/** Clipping range to scale and zero point. */
public final class ScaleCalculator {
    private ScaleCalculator() {}

    /** One scale and zero point for the whole tensor. */
    public static QuantParams perTensor(ClipRange range, QuantSpec spec) {
        throw new UnsupportedOperationException();
    }
}
