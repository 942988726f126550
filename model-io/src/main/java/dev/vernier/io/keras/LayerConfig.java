package dev.vernier.io.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.op.ImageLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a layer was built with, by name. Each entry is asked for by its present name and by the names earlier versions of Keras gave it;
 * the first that is there counts. An entry that is null in the file is not there.
 */
final class LayerConfig {
    private final String layer;
    private final JsonNode json;

    /** @param layer the layer's name, for errors */
    LayerConfig(String layer, JsonNode json) {
        this.layer = layer;
        this.json = json;
    }

    JsonNode json() {
        return json;
    }

    /** The entry, or a missing node. */
    JsonNode get(String... names) {
        for (String name : names) {
            if (json.hasNonNull(name)) {
                return json.get(name);
            }
        }
        return MissingNode.getInstance();
    }

    boolean has(String... names) {
        return !get(names).isMissingNode();
    }

    boolean flag(boolean otherwise, String... names) {
        return get(names).asBoolean(otherwise);
    }

    String text(String otherwise, String... names) {
        return get(names).asText(otherwise);
    }

    /** A number, also where it is written as a list of one or as Keras serializes arrays. */
    double real(double otherwise, String... names) {
        List<Double> values = reals(names);
        return values.size() == 1 ? values.get(0) : otherwise;
    }

    /** All numbers of an entry, in order, whatever lists they are nested in; empty where there is none. */
    List<Double> reals(String... names) {
        List<Double> values = new ArrayList<>();
        collect(get(names), values);
        return values;
    }

    private static void collect(JsonNode node, List<Double> values) {
        if (node.isNumber()) {
            values.add(node.doubleValue());
        } else if (node.isArray()) {
            node.forEach(n -> collect(n, values));
        } else if (node.isObject()) {
            collect(node.path("config").path("value"), values); // {"class_name": "__numpy__", "config": {"value": …}}
        }
    }

    int whole(String... names) {
        return wholeIfGiven(names)
                .orElseThrow(() -> new VernierException("Layer " + layer + " does not say its " + names[0]
                        + "; the model's config is damaged or of an unknown version, save the model again."));
    }

    Optional<Integer> wholeIfGiven(String... names) {
        List<Integer> values = ints(names);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** All whole numbers of an entry; empty where it is not there. */
    List<Integer> ints(String... names) {
        List<Integer> values = new ArrayList<>();
        for (double v : reals(names)) {
            if (v != (int) v) {
                throw new VernierException(
                        "Layer " + layer + " has " + names[0] + " " + v + ", which is no whole number in range.");
            }
            values.add((int) v);
        }
        return values;
    }

    /** One whole number an axis: given as a list, or once for all axes. */
    List<Integer> perAxis(int axes, int otherwise, String... names) {
        List<Integer> values = ints(names);
        if (values.isEmpty()) {
            return Collections.nCopies(axes, otherwise);
        }
        if (values.size() == 1) {
            return Collections.nCopies(axes, values.get(0));
        }
        if (values.size() != axes) {
            throw new VernierException("Layer " + layer + " has " + values.size() + " entries in " + names[0] + " for "
                    + axes + " axes; the model's config is damaged.");
        }
        return values;
    }

    /** Where the channels stand: {@code data_format}, or {@code dim_ordering} of Keras 1; last unless the file says otherwise. */
    ImageLayout layout() {
        String format = text("channels_last", "data_format", "dim_ordering");
        return format.equals("channels_first") || format.equals("th")
                ? ImageLayout.CHANNELS_FIRST
                : ImageLayout.CHANNELS_LAST;
    }
}
