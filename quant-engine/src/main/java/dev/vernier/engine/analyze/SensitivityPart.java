package dev.vernier.engine.analyze;

import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;

/** Which of a layer's tensors are looked at: what its quantization costs as a whole, or the share of its weights and of its activations. */
public enum SensitivityPart {
    /** The layer as the plan has it; every layer that has weights. */
    BOTH("both"),
    /** The layer's weights, with its activations float. */
    WEIGHTS("weights"),
    /** The layer's output and what it reads, with its weights float; layers without weights and graph inputs, too. */
    ACTIVATIONS("activations");

    private final String label;

    SensitivityPart(String label) {
        this.label = label;
    }

    /** {@code both}, {@code weights}, {@code activations}. */
    public String label() {
        return label;
    }

    /** Whether {@code plan} quantizes anything of this part of {@code layer}. */
    boolean isQuantized(Layer layer, QuantPlan plan) {
        LayerConfig config = plan.configFor(layer.name());
        switch (this) {
            case WEIGHTS:
                return layer.hasWeights() && !config.weights().equals(QuantSpec.FLOAT);
            case ACTIVATIONS:
                return layer.isQuantizable()
                        && !layer.keepsScale()
                        && !config.activations().equals(QuantSpec.FLOAT);
            default:
                return layer.hasWeights() && !config.equals(LayerConfig.FLOAT);
        }
    }

    /** {@code config} of this part only, all else float. */
    LayerConfig only(LayerConfig config) {
        switch (this) {
            case WEIGHTS:
                return config.withActivations(QuantSpec.FLOAT);
            case ACTIVATIONS:
                return config.withWeights(QuantSpec.FLOAT);
            default:
                return config;
        }
    }

    /** {@code config} with this part float. */
    public LayerConfig without(LayerConfig config) {
        switch (this) {
            case WEIGHTS:
                return config.withWeights(QuantSpec.FLOAT);
            case ACTIVATIONS:
                return config.withActivations(QuantSpec.FLOAT);
            default:
                return LayerConfig.FLOAT;
        }
    }
}
