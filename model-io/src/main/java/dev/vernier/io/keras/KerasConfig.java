package dev.vernier.io.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.engine.VernierException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The JSON a Keras file describes its network with, in the forms of Keras 1, 2 and 3, as a {@link KerasModel}. */
final class KerasConfig {
    /** Models inside models inside models: more than this many is no model a person built. */
    private static final int MAX_DEPTH = 32;

    /** Keras 2 writes a constant first argument as {@code ["_CONSTANT_VALUE", -1, value, {…}]}. */
    private static final String CONSTANT = "_CONSTANT_VALUE";

    /** Layers whose config holds other layers without being a model. */
    private static final Set<String> NO_MODELS = Set.of("Bidirectional", "TimeDistributed", "Merge");

    private KerasConfig() {}

    /**
     * @param json {@code {"class_name": …, "config": …}}
     * @throws VernierException if it is no Sequential or Functional model, or contradicts itself
     */
    static KerasModel parse(JsonNode json) {
        return model(json, 0);
    }

    private static KerasModel model(JsonNode json, int depth) {
        String className = json.path("class_name").asText("");
        JsonNode config = json.path("config");
        if (depth > MAX_DEPTH) {
            throw new VernierException("Its config nests models " + depth + " deep; the file is damaged.");
        }
        if (!isModel(json)) {
            throw new VernierException("The network is of class " + (className.isEmpty() ? "(none)" : className)
                    + ", whose layers the file does not list; rebuild it as a Sequential or Functional model and save"
                    + " that.");
        }
        String name = config.path("name").asText(className.isEmpty() ? "model" : className.toLowerCase(Locale.ROOT));
        return isSequential(className, config)
                ? sequential(name, json, depth)
                : functional(className, name, config, depth);
    }

    private static boolean isSequential(String className, JsonNode config) {
        return className.equals("Sequential") || config.isArray() || !config.has("output_layers");
    }

    private static boolean isModel(JsonNode json) {
        return layersOf(json.path("config")).isArray();
    }

    /** Keras 1 has the layers of a Sequential model as its config. */
    private static JsonNode layersOf(JsonNode config) {
        return config.isArray() ? config : config.path("layers");
    }

    private static KerasModel sequential(String name, JsonNode json, int depth) {
        List<KerasLayer> layers = new ArrayList<>();
        KerasTensor last = null;
        KerasTensor input = null;
        for (JsonNode layerJson : layersOf(json.path("config"))) {
            boolean isInput = layerJson.path("class_name").asText().equals("InputLayer");
            if (last == null && !isInput) {
                KerasLayer added = inputOf(json, layerJson, depth);
                layers.add(added);
                last = new KerasTensor(added.name(), 0, 0, Optional.empty());
                input = last;
            }
            List<LayerCall> calls = isInput ? List.of() : List.of(LayerCall.of(last));
            KerasLayer layer = layer(layerJson, calls, depth);
            layers.add(layer);
            last = new KerasTensor(layer.name(), 0, 0, Optional.empty());
            input = input == null ? last : input;
        }
        if (last == null) {
            throw new VernierException("Model " + name + " has no layers; save a model that has been built.");
        }
        requireOwnNames(name, layers);
        return new KerasModel("Sequential", name, layers, List.of(input), List.of(last));
    }

    /** The input that a Sequential model does not list: its shape is said by the first layer, or by the model. */
    private static KerasLayer inputOf(JsonNode model, JsonNode first, int depth) {
        String name = nameOf(first) + "_input";
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("name", name);
        JsonNode shape = inputShape(first, depth);
        if (!shape.isArray()) {
            shape = model.path("config").path("build_input_shape");
        }
        if (!shape.isArray()) {
            shape = model.path("build_config").path("input_shape");
        }
        if (!shape.isArray() && depth == 0) {
            throw new VernierException("The model does not say the shape of its input; call it once, or give its first"
                    + " layer an input_shape, and save it again.");
        }
        if (shape.isArray()) {
            config.set("batch_input_shape", shape);
        }
        JsonNode dtype = first.path("config").path("input_dtype");
        config.put("dtype", dtype.asText("float32"));
        return new KerasLayer(
                "InputLayer", name, new LayerConfig(name, config), false, Optional.empty(), true, List.of());
    }

    private static JsonNode inputShape(JsonNode first, int depth) {
        JsonNode config = first.path("config");
        JsonNode shape = config.path(config.has("batch_shape") ? "batch_shape" : "batch_input_shape");
        if (shape.isArray() || depth > MAX_DEPTH) {
            return shape;
        }
        JsonNode inner = layersOf(config);
        if (inner.isArray() && !inner.isEmpty()) {
            return inputShape(inner.get(0), depth + 1);
        }
        if (config.path("layer").has("config")) {
            return inputShape(config.path("layer"), depth + 1);
        }
        return first.path("build_config").path("input_shape");
    }

    private static KerasModel functional(String className, String name, JsonNode config, int depth) {
        List<KerasLayer> layers = new ArrayList<>();
        for (JsonNode layerJson : layersOf(config)) {
            List<LayerCall> calls = new ArrayList<>();
            for (JsonNode node : layerJson.path("inbound_nodes")) {
                calls.add(call(node));
            }
            layers.add(layer(layerJson, calls, depth));
        }
        requireOwnNames(name, layers);
        List<KerasTensor> inputs = new ArrayList<>();
        tensors(config.path("input_layers"), inputs);
        List<KerasTensor> outputs = new ArrayList<>();
        tensors(config.path("output_layers"), outputs);
        if (outputs.isEmpty()) {
            throw new VernierException("Model " + name + " answers nothing; save a model that has outputs.");
        }
        return new KerasModel(className, name, layers, inputs, outputs);
    }

    private static void requireOwnNames(String model, List<KerasLayer> layers) {
        Set<String> names = new HashSet<>();
        for (KerasLayer layer : layers) {
            if (!names.add(layer.name())) {
                throw new VernierException("Two layers of model " + model + " are called " + layer.name()
                        + "; the model's config is damaged.");
            }
        }
    }

    private static KerasLayer layer(JsonNode json, List<LayerCall> calls, int depth) {
        String className = json.path("class_name").asText("");
        String name = nameOf(json);
        if (name.isEmpty()) {
            throw new VernierException(
                    "A layer of class " + className + " has no name; the model's config is damaged.");
        }
        String bare = className.substring(className.lastIndexOf('>') + 1);
        String module = json.path("module").asText("");
        boolean operation = module.startsWith("keras.src.ops") || module.startsWith("keras.ops");
        boolean model = !NO_MODELS.contains(bare) && isModel(json);
        JsonNode config = json.path("config");
        return new KerasLayer(
                bare,
                name,
                new LayerConfig(name, config),
                operation,
                model ? Optional.of(model(json, depth + 1)) : Optional.empty(),
                config.path("trainable").asBoolean(true),
                calls);
    }

    private static String nameOf(JsonNode layer) {
        return layer.path("name").asText(layer.path("config").path("name").asText(""));
    }

    /** A layer wrapped in another one ({@code Bidirectional}, {@code TimeDistributed}); it has no calls of its own. */
    static KerasLayer wrapped(JsonNode json) {
        return layer(json, List.of(), 0);
    }

    /** One entry of {@code inbound_nodes}: a list of tensors (Keras 1, 2) or {@code {"args": …, "kwargs": …}} (Keras 3). */
    private static LayerCall call(JsonNode node) {
        List<LayerCall.Argument> arguments = new ArrayList<>();
        Map<String, LayerCall.Argument> named = new LinkedHashMap<>();
        if (node.isObject()) {
            node.path("args").forEach(a -> arguments(a, arguments));
            node.path("kwargs").properties().forEach(e -> named(e.getKey(), e.getValue(), named));
        } else if (isReference(node)) {
            reference(node, arguments, named);
        } else {
            node.forEach(t -> {
                if (!isReference(t)) {
                    throw new VernierException("A call in the model's config is written in an unknown way (" + brief(t)
                            + "); save the model again with a released version of Keras.");
                }
                reference(t, arguments, named);
            });
        }
        return new LayerCall(arguments, named);
    }

    private static String brief(JsonNode node) {
        String text = node.toString();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    /** {@code ["layer", call, result]}, and what is passed by name as a fourth entry. */
    private static boolean isReference(JsonNode node) {
        return node.isArray()
                && node.size() >= 3
                && node.get(0).isTextual()
                && node.get(1).isIntegralNumber()
                && (node.get(2).isIntegralNumber() || node.get(0).asText().equals(CONSTANT));
    }

    private static KerasTensor tensor(JsonNode reference) {
        return new KerasTensor(
                reference.get(0).asText(),
                reference.get(1).asInt(),
                reference.get(2).asInt(),
                Optional.empty());
    }

    private static void reference(
            JsonNode reference, List<LayerCall.Argument> arguments, Map<String, LayerCall.Argument> named) {
        if (reference.get(0).asText().equals(CONSTANT)) {
            arguments.add(LayerCall.Argument.of(reference.get(2)));
        } else {
            arguments.add(LayerCall.Argument.of(tensor(reference)));
        }
        if (reference.size() > 3) {
            reference.get(3).properties().forEach(e -> named(e.getKey(), e.getValue(), named));
        }
    }

    private static void named(String name, JsonNode value, Map<String, LayerCall.Argument> named) {
        List<LayerCall.Argument> found = new ArrayList<>();
        arguments(value, found);
        if (found.size() == 1 && found.get(0).tensor().isPresent()) {
            named.put(name, found.get(0));
        } else if (!found.isEmpty() && found.stream().allMatch(a -> a.tensor().isPresent())) {
            for (int i = 0; i < found.size(); i++) {
                named.put(name + "/" + i, found.get(i));
            }
        } else if (!value.isNull()) {
            named.put(name, LayerCall.Argument.of(value));
        }
    }

    private static void arguments(JsonNode value, List<LayerCall.Argument> arguments) {
        if (value.path("class_name").asText().equals("__keras_tensor__")) {
            JsonNode history = value.path("config").path("keras_history");
            if (!isReference(history)) {
                throw new VernierException(
                        "A tensor in the model's config does not say which layer answers it; the config is damaged.");
            }
            KerasTensor t = tensor(history);
            arguments.add(LayerCall.Argument.of(new KerasTensor(
                    t.layer(),
                    t.call(),
                    t.result(),
                    InputShapes.shape(value.path("config").path("shape")))));
        } else if (isReference(value)) {
            reference(value, arguments, new LinkedHashMap<>());
        } else if (value.isArray() && holdsTensors(value)) {
            value.forEach(v -> arguments(v, arguments));
        } else {
            arguments.add(LayerCall.Argument.of(value));
        }
    }

    private static boolean holdsTensors(JsonNode list) {
        for (JsonNode v : list) {
            if (v.path("class_name").asText().equals("__keras_tensor__")
                    || isReference(v)
                    || (v.isArray() && holdsTensors(v))) {
                return true;
            }
        }
        return false;
    }

    /** References in whatever lists and dictionaries they stand. */
    private static void tensors(JsonNode node, List<KerasTensor> into) {
        if (isReference(node)) {
            into.add(tensor(node));
        } else {
            node.forEach(n -> tensors(n, into));
        }
    }
}
