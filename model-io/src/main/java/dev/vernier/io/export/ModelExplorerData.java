package dev.vernier.io.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.quantize.QuantizedLayer;
import java.util.List;
import java.util.OptionalDouble;

/** Custom node data of Model Explorer: a number for each output tensor, coloured from bad to good. */
final class ModelExplorerData {
    private static final String BAD = "#d1495b";
    private static final String MIDDLE = "#f4e3b2";
    private static final String GOOD = "#23855a";

    private ModelExplorerData() {}

    /** @throws VernierException if no layer has the number */
    static ConfigText write(ConfigSource source, LayerNumber number) {
        ObjectNode json = ConfigJson.object();
        ObjectNode results = json.putObject("results");
        for (QuantizedLayer l : source.model().layers().values()) {
            OptionalDouble value = number.of(l, source);
            if (value.isPresent()) {
                results.putObject(l.layer().output().name()).put("value", value.getAsDouble());
            }
        }
        if (results.isEmpty()) {
            throw new VernierException(
                    "No layer of model " + source.model().source().name() + " has a " + number.title()
                            + " under this plan; choose another number: " + LayerNumber.labels());
        }
        json.put("name", number.title());
        ArrayNode gradient = json.putArray("gradient");
        List<String> colours = number.higherIsBetter() ? List.of(BAD, MIDDLE, GOOD) : List.of(GOOD, MIDDLE, BAD);
        for (int i = 0; i < colours.size(); i++) {
            gradient.addObject().put("stop", i / 2.0).put("bgColor", colours.get(i));
        }
        return new ConfigText(ConfigJson.text(json), List.of());
    }
}
