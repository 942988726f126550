package dev.vernier.engine.spec;

import java.util.Objects;

/**
 * A layer's precision: weights and activations. The activation part describes the layer's output tensor (its range and grid) and the
 * grid its inputs are brought to. A layer without weights ignores the first part. A graph input has a configuration too, under its
 * own name.
 */
public record LayerConfig(QuantSpec weights, QuantSpec activations) {
    /** Nothing is quantized. */
    public static final LayerConfig FLOAT = new LayerConfig(QuantSpec.FLOAT, QuantSpec.FLOAT);

    public LayerConfig {
        Objects.requireNonNull(weights);
        Objects.requireNonNull(activations);
    }

    public LayerConfig withWeights(QuantSpec w) {
        return new LayerConfig(w, activations);
    }

    public LayerConfig withActivations(QuantSpec a) {
        return new LayerConfig(weights, a);
    }
}
