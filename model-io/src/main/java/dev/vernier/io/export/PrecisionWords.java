package dev.vernier.io.export;

import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;

/** A layer's precision in words. */
final class PrecisionWords {
    private PrecisionWords() {}

    /** {@code int8 weights with fp32 activations}; {@code int8 weights with int8 activations at run time}. */
    static String of(LayerConfig config) {
        return config.weights().precision().label() + " weights" + blocks(config.weights()) + " with "
                + config.activations().precision().label() + " activations"
                + (config.activations().isDynamic() ? " at run time" : "");
    }

    private static String blocks(QuantSpec weights) {
        return isInBlocks(weights) ? " in blocks of " + ((Granularity.PerBlock) weights.granularity()).size() : "";
    }

    /** Whether weights have a scale for each block of a channel. */
    static boolean isInBlocks(QuantSpec weights) {
        return weights.granularity() instanceof Granularity.PerBlock
                && (weights.precision().hasRange() || !weights.precision().isFloat());
    }

    /** Whether weights have scales in a form that no grid per tensor or per channel of integers is. */
    static boolean isInRows(QuantSpec weights) {
        return isInBlocks(weights) || weights.precision().isScaledFloat();
    }

    /** Whether activations are codes on a grid that is known before the model runs. */
    static boolean isStatic(QuantSpec activations) {
        return activations.precision().isInteger() && !activations.isDynamic();
    }

    /** Whether nothing of a layer with this configuration is quantized. */
    static boolean isFloat(LayerConfig config, boolean hasWeights) {
        boolean weights = hasWeights && config.weights().precision() != Precision.FP32;
        boolean activations = config.activations().precision() != Precision.FP32
                || (config.activations().isDynamic() && hasWeights);
        return !weights && !activations;
    }
}
