package dev.vernier.io.export;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.QuantizedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The grids of a quantized model by the source model's own tensor names.
 *
 * <p>A tensor's <em>own</em> grid is that of the layer that computes it (or of the graph input). A <em>conversion</em> is a grid that some
 * of its readers bring it to.
 */
final class ModelGrids {
    /** @param readers names of the nodes that read the converted tensor */
    record Conversion(QuantParams grid, List<String> readers) {}

    private final QuantizedModel model;
    private final Map<String, Node> producers;
    private final Map<String, QuantParams> own = new LinkedHashMap<>();
    private final Map<String, List<Conversion>> conversions = new LinkedHashMap<>();

    ModelGrids(QuantizedModel model) {
        this.model = model;
        this.producers = model.graph().nodes().stream()
                .flatMap(n -> n.outputs().stream().filter(o -> !o.isEmpty()).map(o -> Map.entry(o, n)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        for (QuantizedLayer l : model.layers().values()) {
            l.outputParams().ifPresent(p -> own.put(l.layer().output().name(), p));
        }
        for (Node n : model.graph().nodes()) {
            if (n.op() instanceof QuantizeLinear) {
                addConversion(n, ((QuantizeLinear) n.op()).params());
            }
        }
    }

    private void addConversion(Node quantize, QuantParams grid) {
        String value = quantize.input(0);
        boolean sourceValue = model.source().inputs().stream()
                        .anyMatch(i -> i.name().equals(value))
                || model.source().nodes().stream().anyMatch(n -> n.outputs().contains(value));
        if (!sourceValue || grid.equals(own.get(value))) {
            return;
        }
        Graph lowered = model.graph();
        List<String> readers = lowered.consumersOf(quantize.output()).stream()
                .flatMap(dq -> lowered.consumersOf(dq.output()).stream())
                .map(Node::name)
                .distinct()
                .toList();
        conversions.computeIfAbsent(value, v -> new ArrayList<>()).add(new Conversion(grid, readers));
    }

    /** Own grids, in running order. */
    Map<String, QuantParams> own() {
        return Collections.unmodifiableMap(own);
    }

    /** By tensor. */
    Map<String, List<Conversion>> conversions() {
        return Collections.unmodifiableMap(conversions);
    }

    /** A grid for each tensor that has one: its own, or the one that its first reader brings it to. */
    Map<String, QuantParams> activations() {
        Map<String, QuantParams> all = new LinkedHashMap<>(own);
        conversions.forEach((value, list) -> all.putIfAbsent(value, list.get(0).grid()));
        return all;
    }

    /** By name of the constant that holds them. */
    Map<String, QuantParams> weights() {
        Map<String, QuantParams> grids = new LinkedHashMap<>();
        for (QuantizedLayer l : model.layers().values()) {
            l.weightParams().ifPresent(p -> grids.put(l.layer().weights().orElseThrow(), p));
        }
        return grids;
    }

    /** By name of the constant that holds it, where a layer's bias is stored as 32-bit codes. */
    Map<String, QuantParams> biases() {
        Map<String, QuantParams> grids = new LinkedHashMap<>();
        for (QuantizedLayer l : model.layers().values()) {
            biasGrid(l.layer()).ifPresent(p -> grids.put(l.layer().bias().orElseThrow(), p));
        }
        return grids;
    }

    private Optional<QuantParams> biasGrid(Layer layer) {
        if (layer.bias().isEmpty()) {
            return Optional.empty();
        }
        Node lowered = model.graph().nodes().stream()
                .filter(n -> n.name().equals(layer.name()))
                .findFirst()
                .orElseThrow();
        Node producer = producers.get(lowered.input(lowered.op().biasInput()));
        return producer != null && producer.op() instanceof DequantizeLinear
                ? Optional.of(((DequantizeLinear) producer.op()).params())
                : Optional.empty();
    }
}
