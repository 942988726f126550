package dev.vernier.io.keras;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The graph while it is being converted: names taken, shapes found so far, weights and the constants made of them. */
final class KerasConversion {
    private final Graph.Builder builder;
    private final ShapeInference shapes = new ShapeInference();
    private final ImportReport.Builder report;
    private final Map<KerasLayer, Map<String, TensorData>> weights;
    private final boolean flipsKernels;
    private final boolean isKeras3;
    private final Map<KerasLayer, Map<String, String>> sharedConstants = new IdentityHashMap<>();
    private final Map<DataType, Integer> storedIn = new EnumMap<>(DataType.class);
    private final Set<TensorData> converted = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, String> masks = new HashMap<>();
    private final Set<String> reserved = new HashSet<>();
    private final Set<String> nodeNames = new HashSet<>();
    private final Set<String> valueNames = new HashSet<>();

    /** @param flipsKernels whether the kernels are those of a true convolution (Theano), which others compute as correlation */
    KerasConversion(
            String graphName,
            Map<KerasLayer, Map<String, TensorData>> weights,
            boolean flipsKernels,
            boolean isKeras3,
            ImportReport.Builder report) {
        this.builder = Graph.builder(graphName);
        this.weights = weights;
        this.flipsKernels = flipsKernels;
        this.isKeras3 = isKeras3;
        this.report = report;
    }

    Graph.Builder builder() {
        return builder;
    }

    ShapeInference shapes() {
        return shapes;
    }

    ImportReport.Builder report() {
        return report;
    }

    boolean flipsKernels() {
        return flipsKernels;
    }

    /** Whether Keras 3 wrote the file, which changed what some functions compute. */
    boolean isKeras3() {
        return isKeras3;
    }

    Map<String, TensorData> weightsOf(KerasLayer layer) {
        return weights.getOrDefault(layer, Map.of());
    }

    /** The constants made of a layer's weights, by role: each use of the layer reads the same. */
    Map<String, String> sharedConstantsOf(KerasLayer layer) {
        return sharedConstants.computeIfAbsent(layer, k -> new HashMap<>());
    }

    /** Counts a variable that is stored in another type than it is computed in; each once. */
    void countStored(TensorData variable) {
        if (converted.add(variable)) {
            storedIn.merge(variable.type(), 1, Integer::sum);
        }
    }

    Optional<String> mask(String value) {
        return Optional.ofNullable(masks.get(value));
    }

    void mask(String value, String mask) {
        masks.put(value, mask);
    }

    /** Says in the report what was stored in other types than it is computed in. */
    void reportStoredTypes() {
        storedIn.forEach((type, count) -> report.info(
                ImportFinding.Code.STORED_IN_OTHER_TYPE,
                "",
                count + (count == 1 ? " tensor is" : " tensors are") + " stored in "
                        + type.name().toLowerCase(Locale.ROOT) + "; the network is computed in float32."));
    }

    void input(TensorSpec spec) {
        valueNames.add(spec.name());
        nodeNames.add(spec.name());
        builder.input(spec);
        shapes.input(spec);
    }

    /** Adds what one layer was turned into. */
    void add(List<Node> nodes, Map<String, TensorData> constants) {
        constants.forEach(builder::constant);
        nodes.forEach(builder::node);
    }

    /** Names that only the outermost model's layers may have. */
    void reserve(Collection<String> layerNames) {
        reserved.addAll(layerNames);
    }

    /**
     * The name of a layer's node: its own; inside another model that model's name before it where its own is taken; with a number where
     * that is taken too. The report says where it is not the layer's own.
     *
     * @param scope names of the models around it, each with a slash behind
     */
    String layerName(String layer, String scope) {
        boolean own = scope.isEmpty() || !reserved.contains(layer);
        String name = own && nodeNames.add(layer) ? layer : freshNodeName(scope + layer);
        if (!name.equals(layer)) {
            report.warning(
                    ImportFinding.Code.LAYER_RENAMED,
                    name,
                    "Layer " + scope + layer + " is called " + name
                            + " here, because it is used more than once or another" + " layer is called " + layer
                            + ".");
        }
        return name;
    }

    String freshNodeName(String wanted) {
        return fresh(wanted, nodeNames, reserved);
    }

    String freshValueName(String wanted) {
        return fresh(wanted, valueNames, Set.of());
    }

    /** {@code wanted}, or {@code wanted_2} and so on where it is taken; taken from now on. */
    private static String fresh(String wanted, Set<String> taken, Set<String> avoided) {
        String name = wanted;
        for (int i = 2; avoided.contains(name) || !taken.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }
}
