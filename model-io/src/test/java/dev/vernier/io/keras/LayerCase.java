package dev.vernier.io.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.io.ImportReport;
import dev.vernier.io.normalize.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A network of one layer, its weights, what goes in, and what must come out, worked by hand. */
record LayerCase(
        String what,
        String className,
        String version,
        String backend,
        String config,
        Map<String, TensorData> variables,
        List<TensorData> inputs,
        TensorData expected) {

    static LayerCase of(String what, String className, String config, TensorData expected, TensorData... inputs) {
        return new LayerCase(what, className, "2.4.0", "tensorflow", config, Map.of(), Arrays.asList(inputs), expected);
    }

    LayerCase with(String variable, TensorData data) {
        Map<String, TensorData> more = new java.util.HashMap<>(variables);
        more.put(variable, data);
        return new LayerCase(what, className, version, backend, config, more, inputs, expected);
    }

    LayerCase writtenBy(String kerasVersion, String kerasBackend) {
        return new LayerCase(what, className, kerasVersion, kerasBackend, config, variables, inputs, expected);
    }

    /** The same for each of several names of one class. */
    LayerCase named(String otherClassName) {
        return new LayerCase(what, otherClassName, version, backend, config, variables, inputs, expected);
    }

    static TensorData f(long[] shape, float... values) {
        return TensorData.ofFloats(Shape.of(shape), values);
    }

    static long[] d(long... dims) {
        return dims;
    }

    Graph graph(ImportReport.Builder report) {
        JsonNode json = KerasFile.json(modelJson(), "model_config");
        KerasWeights weights = model -> {
            Map<KerasLayer, Map<String, TensorData>> byLayer = new IdentityHashMap<>();
            model.layers().stream().filter(l -> l.name().equals("layer")).forEach(l -> byLayer.put(l, variables));
            return byLayer;
        };
        return Normalizer.normalize(
                new KerasToGraph(new KerasFile(json, version, backend, weights), report).convert(), report);
    }

    /** The model's config. */
    String modelJson() {
        List<String> layers = new ArrayList<>();
        List<String> references = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Shape sample = inputs.get(i).shape().withoutBatch();
            String dims = "null"
                    + Arrays.stream(sample.toArray()).mapToObj(d -> ", " + d).reduce("", String::concat);
            String dtype = inputs.get(i).type() == DataType.FLOAT32
                    ? "float32"
                    : inputs.get(i).type().name().toLowerCase(Locale.ROOT);
            layers.add(String.format(
                    "{'class_name': 'InputLayer', 'name': 'in%d', 'inbound_nodes': [],"
                            + " 'config': {'name': 'in%d', 'dtype': '%s', 'batch_input_shape': [%s]}}",
                    i, i, dtype, dims));
            references.add("['in" + i + "', 0, 0, {}]");
        }
        layers.add(String.format(
                "{'class_name': '%s', 'name': 'layer', 'config': {%s}, 'inbound_nodes': [[%s]]}",
                className, config, String.join(", ", references)));
        String ends = references.stream()
                .map(r -> r.replace(", {}", ""))
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
        return String.format(
                        "{'class_name': 'Model', 'config': {'name': 'model', 'layers': [%s], 'input_layers': [%s],"
                                + " 'output_layers': [['layer', 0, 0]]}}",
                        String.join(", ", layers), ends)
                .replace('\'', '"');
    }

    TensorData run() {
        Graph graph = graph(new ImportReport.Builder());
        Map<String, TensorData> given = new java.util.HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            given.put("in" + i, inputs.get(i));
        }
        String output = graph.outputs().get(0);
        return Interpreter.run(graph, given, List.of(output)).get(output);
    }

    @Override
    public String toString() {
        return className + ": " + what;
    }
}
