package dev.vernier.io.export;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.quantize.QuantizedModel;
import java.util.Map;

/**
 * What a config is written from.
 *
 * @param accumulated by layer name, each layer's error with the whole plan in effect; empty where it was not measured
 */
public record ConfigSource(QuantizedModel model, CalibrationResult calibration, Map<String, TensorError> accumulated) {
    public ConfigSource {
        accumulated = Map.copyOf(accumulated);
    }

    public ConfigSource(QuantizedModel model, CalibrationResult calibration) {
        this(model, calibration, Map.of());
    }
}
