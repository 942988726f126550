package dev.vernier.io.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.engine.graph.QuantParams;
import java.util.List;
import java.util.Map;

/** AIMET encodings in version 1.0.0: lists of named entries, with a list of scales and offsets each. */
final class AimetEncodings100 {
    private AimetEncodings100() {}

    static ConfigText write(ConfigSource source) {
        AimetEncodings encodings = AimetEncodings.of(source);
        ObjectNode json = ConfigJson.object().put("version", "1.0.0");
        json.set("activation_encodings", entries(encodings.activations(), encodings.halfActivations()));
        json.set("param_encodings", entries(encodings.parameters(), encodings.halfParameters()));
        ArrayNode excluded = json.putArray("excluded_layers");
        encodings.excluded().forEach(excluded::add);
        json.set("quantizer_args", encodings.quantizerArgs());
        return new ConfigText(ConfigJson.text(json), encodings.notes());
    }

    private static ArrayNode entries(Map<String, QuantParams> grids, List<String> halves) {
        ArrayNode list = ConfigJson.array();
        grids.forEach((name, grid) -> {
            ObjectNode entry = list.addObject()
                    .put("name", name)
                    .put("enc_type", grid.isPerChannel() ? "PER_CHANNEL" : "PER_TENSOR")
                    .put("dtype", "INT")
                    .put("bw", grid.type().bits())
                    .put("is_sym", AimetEncodings.isSymmetric(grid));
            entry.set("scale", ConfigJson.numbers(grid.scales()));
            ArrayNode offsets = entry.putArray("offset");
            for (int c = 0; c < grid.channels(); c++) {
                offsets.add(AimetEncodings.offset(grid, c));
            }
        });
        halves.forEach(name -> list.addObject()
                .put("name", name)
                .put("enc_type", "PER_TENSOR")
                .put("dtype", "FLOAT")
                .put("bw", 16));
        return list;
    }
}
