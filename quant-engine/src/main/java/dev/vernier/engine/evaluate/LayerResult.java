package dev.vernier.engine.evaluate;

import dev.vernier.engine.quantize.QuantizedLayer;
import java.util.Optional;

/**
 * One layer's errors under a plan; three questions that are never mixed.
 *
 * @param localWeights the weights' own quantization; empty where they stay float
 * @param localActivations the output's own quantization on float values, from the calibration histogram; empty where it stays float
 * @param accumulated the whole plan in effect, this layer's output against the float model's; empty until measured
 */
public record LayerResult(
        QuantizedLayer layer,
        Optional<TensorError> localWeights,
        Optional<TensorError> localActivations,
        Optional<TensorError> accumulated) {}
