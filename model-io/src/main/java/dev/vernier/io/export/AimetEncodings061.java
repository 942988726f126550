package dev.vernier.io.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.engine.graph.QuantParams;
import java.util.List;
import java.util.Map;

/** AIMET encodings in version 0.6.1: by tensor a list of entries, booleans as the words {@code "True"} and {@code "False"}. */
final class AimetEncodings061 {
    private AimetEncodings061() {}

    static ConfigText write(ConfigSource source) {
        AimetEncodings encodings = AimetEncodings.of(source);
        ObjectNode json = ConfigJson.object().put("version", "0.6.1");
        json.set("activation_encodings", entries(encodings.activations(), encodings.halfActivations()));
        json.set("param_encodings", entries(encodings.parameters(), encodings.halfParameters()));
        json.set("quantizer_args", encodings.quantizerArgs());
        return new ConfigText(ConfigJson.text(json), encodings.notes());
    }

    private static ObjectNode entries(Map<String, QuantParams> grids, List<String> halves) {
        ObjectNode byName = ConfigJson.object();
        grids.forEach((name, grid) -> {
            ArrayNode list = byName.putArray(name);
            for (int c = 0; c < grid.channels(); c++) {
                list.addObject()
                        .put("bitwidth", grid.type().bits())
                        .put("dtype", "int")
                        .put("is_symmetric", AimetEncodings.isSymmetric(grid) ? "True" : "False")
                        .put("max", AimetEncodings.max(grid, c))
                        .put("min", AimetEncodings.min(grid, c))
                        .put("offset", AimetEncodings.offset(grid, c))
                        .put("scale", grid.scale(c));
            }
        });
        halves.forEach(
                name -> byName.putArray(name).addObject().put("bitwidth", 16).put("dtype", "float"));
        return byName;
    }
}
