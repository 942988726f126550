package dev.vernier.io.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.engine.graph.QuantParams;

/** AIMET encodings in version 2.0.0: one list, each entry what ONNX's QuantizeLinear takes; with the 32-bit biases. */
final class AimetEncodings200 {
    private AimetEncodings200() {}

    static ConfigText write(ConfigSource source) {
        AimetEncodings encodings = AimetEncodings.of(source);
        ObjectNode json = ConfigJson.object().put("version", "2.0.0");
        ArrayNode list = json.putArray("encodings");
        encodings.activations().forEach((name, grid) -> list.add(entry(name, grid)));
        encodings.parameters().forEach((name, grid) -> list.add(entry(name, grid)));
        new ModelGrids(source.model()).biases().forEach((name, grid) -> list.add(entry(name, grid)));
        encodings.halfActivations().forEach(name -> list.add(half(name)));
        encodings.halfParameters().forEach(name -> list.add(half(name)));
        json.set("quantizer_args", encodings.quantizerArgs());
        return new ConfigText(ConfigJson.text(json), encodings.notes());
    }

    private static ObjectNode half(String name) {
        return ConfigJson.object().put("name", name).put("output_dtype", "float16");
    }

    private static ObjectNode entry(String name, QuantParams grid) {
        ObjectNode entry = ConfigJson.object()
                .put("name", name)
                .put("output_dtype", "int" + grid.type().bits());
        if (grid.isPerChannel()) {
            entry.put("axis", grid.axis());
            entry.set("y_scale", ConfigJson.numbers(grid.scales()));
        } else {
            entry.put("y_scale", grid.scale());
        }
        if (!AimetEncodings.isSymmetric(grid)) {
            if (grid.isPerChannel()) {
                ArrayNode zeroPoints = entry.putArray("y_zero_point");
                for (int z : grid.zeroPoints()) {
                    zeroPoints.add(z);
                }
            } else {
                entry.put("y_zero_point", grid.zeroPoint());
            }
        }
        return entry;
    }
}
