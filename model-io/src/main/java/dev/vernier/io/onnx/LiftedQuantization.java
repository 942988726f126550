package dev.vernier.io.onnx;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A network on real numbers, and what its file said of the grids of its values and weights. */
final class LiftedQuantization {
    private record Read(String node, String value) {}

    private final Map<String, QuantSpec> own = new HashMap<>();
    private final Map<Read, QuantSpec> reads = new HashMap<>();
    private final Map<String, QuantSpec> wanted = new HashMap<>();
    private final Map<String, QuantSpec> weights = new HashMap<>();
    private Graph graph;

    void graph(Graph lifted) {
        graph = lifted;
    }

    /** The network without quantize and dequantize steps. */
    Graph graph() {
        return graph;
    }

    /** Says that {@code value} is on a grid for all that read it. */
    void own(String value, QuantSpec spec) {
        own.put(value, spec);
    }

    boolean hasOwn(String value) {
        return own.containsKey(value);
    }

    Optional<QuantSpec> ownOf(String value) {
        return Optional.ofNullable(own.get(value));
    }

    /** Says that node {@code reader} reads {@code value} on a grid. */
    void read(String reader, String value, QuantSpec spec) {
        reads.put(new Read(reader, value), spec);
        wanted.putIfAbsent(value, spec);
    }

    void weights(String constant, QuantSpec spec) {
        weights.put(constant, spec);
    }

    boolean isQuantized() {
        return !own.isEmpty() || !reads.isEmpty() || !weights.isEmpty();
    }

    /** What the file asks of each layer, by name; a layer that stays in float throughout is not named. */
    Map<String, LayerConfig> configs() {
        Map<String, LayerConfig> configs = new HashMap<>();
        for (Layer layer : Layer.listOf(graph)) {
            QuantSpec w = layer.weights().map(weights::get).orElse(QuantSpec.FLOAT);
            LayerConfig config = new LayerConfig(Objects.requireNonNullElse(w, QuantSpec.FLOAT), activations(layer));
            if (!config.equals(LayerConfig.FLOAT)) {
                configs.put(layer.name(), config);
            }
        }
        return configs;
    }

    private QuantSpec activations(Layer layer) {
        QuantSpec result = own.get(layer.output().name());
        List<QuantSpec> operands = layer.activationInputs().stream()
                .map(v -> operand(layer.name(), v))
                .toList();
        if (operands.stream().anyMatch(s -> s != null && s.isDynamic())) {
            return QuantSpec.dynamicActivations();
        }
        Optional<QuantSpec> half = operands.stream()
                .filter(s -> s != null && isHalf(s))
                .findFirst()
                .or(() -> Optional.ofNullable(result).filter(LiftedQuantization::isHalf));
        if (half.isPresent()) {
            return half.get();
        }
        boolean allOperands =
                operands.stream().allMatch(s -> s != null && s.precision().hasRange());
        if (result != null && allOperands) {
            boolean inherited = layer.keepsScale() && !operands.isEmpty() && result.equals(operands.get(0));
            return inherited ? result.withRule(RangeRule.MIN_MAX) : result;
        }
        if (result == null && allOperands && layer.keepsScale() && !operands.isEmpty()) {
            return operands.get(0).withRule(RangeRule.MIN_MAX);
        }
        return withRuleOf(result != null ? result : wanted.get(layer.output().name()));
    }

    /** A layer that computes in float, though it may read values on a grid, and whose result may be put on one by those that read it. */
    private static QuantSpec withRuleOf(QuantSpec spec) {
        return spec == null || !spec.precision().hasRange() || spec.isDynamic()
                ? QuantSpec.FLOAT
                : QuantSpec.FLOAT.withRule(spec.rule());
    }

    /** The grid that {@code node} reads {@code value} on; a value that was only moved is on the grid it came from. */
    private QuantSpec operand(String node, String value) {
        QuantSpec read = reads.get(new Read(node, value));
        if (read != null || own.containsKey(value)) {
            return read != null ? read : own.get(value);
        }
        Optional<Node> moved = graph.producerOf(value).filter(n -> n.op().keepsScale());
        return moved.map(n -> operand(n.name(), n.input(0))).orElse(null);
    }

    private static boolean isHalf(QuantSpec spec) {
        return spec.precision() == Precision.FP16 || spec.precision() == Precision.BF16;
    }
}
