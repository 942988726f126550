package dev.vernier.engine.evaluate;

import dev.vernier.engine.quantize.QuantizedLayer;
import java.util.Optional;

/**
 * One layer under a plan: what was computed for it (with the local errors of its weights and its output) and its accumulated error. The
 * two questions are never mixed.
 *
 * @param accumulated the whole plan in effect, this layer's output against the float model's; empty until measured
 */
public record LayerResult(QuantizedLayer layer, Optional<TensorError> accumulated) {
    public String name() {
        return layer.layer().name();
    }

    /** The weights' own quantization; empty where they stay float32 or there are none. */
    public Optional<TensorError> localWeights() {
        return layer.weightError();
    }

    /** The output's own quantization on float values; empty where it stays float. */
    public Optional<TensorError> localActivations() {
        return layer.outputError();
    }
}
