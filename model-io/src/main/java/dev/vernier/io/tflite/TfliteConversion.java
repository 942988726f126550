package dev.vernier.io.tflite;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.io.ImportReport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The graph and the plan while a file is being converted. */
final class TfliteConversion {
    private final TfliteFile file;
    private final TfliteTensors tensors;
    private final Graph.Builder graph;
    private final ImportReport.Builder report;
    private final Set<String> names = new HashSet<>();
    private final Set<String> defined = new HashSet<>();
    private final Set<String> graphInputs = new HashSet<>();
    private final Map<String, String> layerOf = new HashMap<>();
    private final Map<String, LayerConfig> configs = new HashMap<>();

    TfliteConversion(TfliteFile file, String graphName, ImportReport.Builder report) {
        this.file = file;
        this.tensors = new TfliteTensors(file);
        this.graph = Graph.builder(graphName);
        this.report = report;
    }

    TfliteFile file() {
        return file;
    }

    TfliteTensors tensors() {
        return tensors;
    }

    Graph.Builder graph() {
        return graph;
    }

    ImportReport.Builder report() {
        return report;
    }

    /** What the file asks for, by layer: every layer that is not plain float. */
    Map<String, LayerConfig> configs() {
        return configs;
    }

    /** {@code wanted}, or {@code wanted_2} and so on where it is taken; taken from now on. */
    String freshName(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    void input(TensorSpec spec) {
        graph.input(spec);
        defined.add(spec.name());
        graphInputs.add(spec.name());
        layerOf.put(spec.name(), spec.name());
    }

    void constant(String value, TensorData data) {
        if (defined.add(value)) {
            graph.constant(value, data);
        }
    }

    void node(Node node) {
        graph.node(node);
        for (String out : node.outputs()) {
            if (!defined.add(out)) {
                throw file.damaged("value \"" + out + "\" is computed twice");
            }
            layerOf.put(out, node.name());
        }
    }

    void spec(TensorSpec spec) {
        graph.spec(spec);
    }

    boolean isDefined(String value) {
        return defined.contains(value);
    }

    boolean isGraphInput(String value) {
        return graphInputs.contains(value);
    }

    void configure(String layer, LayerConfig config) {
        configs.put(layer, config);
    }

    /**
     * Says that the value's range is the one of {@code grid}, though the layer that computes it may stay float.
     *
     * @param quantizesLayer the value is wanted in no other form, so its layer is quantized itself
     * @return whether that could be said; not if the value has another range already or is computed by no layer
     */
    boolean giveRange(String value, QuantSpec grid, boolean quantizesLayer) {
        String layer = layerOf.get(value);
        if (layer == null) {
            return false;
        }
        LayerConfig config = configs.getOrDefault(layer, LayerConfig.FLOAT);
        QuantSpec own = config.activations();
        if (own.rule() instanceof RangeRule.Given) {
            return own.rule().equals(grid.rule());
        }
        if (!own.equals(QuantSpec.FLOAT)) {
            return false;
        }
        configs.put(layer, config.withActivations(quantizesLayer ? grid : QuantSpec.FLOAT.withRule(grid.rule())));
        return true;
    }
}
