package dev.vernier.io.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.spec.ClipRange;
import java.util.List;

/**
 * What ai-edge-quantizer's {@code load_model_qsvs} reads: minimum and maximum of each tensor ({@code model_qsvs}), here the clipping ranges
 * in effect, and of tensors that stay float what calibration saw.
 */
final class AeqCalibration {
    private AeqCalibration() {}

    static ConfigText write(ConfigSource source) {
        ObjectNode tensors = ConfigJson.object();
        for (QuantizedLayer l : source.model().layers().values()) {
            String tensor = l.layer().output().name();
            if (!source.calibration().statistics().containsKey(tensor)) {
                continue;
            }
            var seen = source.calibration().statistics(tensor);
            ClipRange range = l.outputRange().orElseGet(() -> new ClipRange(seen.min(), seen.max()));
            ObjectNode entry = tensors.putObject(tensor);
            entry.putArray("min").add(range.low());
            entry.putArray("max").add(range.high());
        }
        ObjectNode json = ConfigJson.object();
        json.set("model_qsvs", tensors);
        json.putObject("metadata")
                .put("num_samples_calibrated", source.calibration().samples());
        return new ConfigText(ConfigJson.text(json), List.of());
    }
}
