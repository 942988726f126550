package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.shape.ShapeInference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The graph while it is being converted: constants, names taken, and shapes found so far. */
final class ConversionState {
    private final Graph.Builder builder;
    private final OnnxTensors tensors;
    private final ShapeInference shapes = new ShapeInference();
    private final Map<String, TensorData> constants = new HashMap<>();
    private final Map<String, String> unreadable = new HashMap<>();
    private final Set<String> defined = new HashSet<>();
    private final Set<String> namesTaken = new HashSet<>();

    private final Map<String, List<NodeProto>> readers = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> dynamicCodes = new HashSet<>();

    /** @param source the file's network, whose nodes know who reads what */
    ConversionState(String graphName, GraphProto source, OnnxTensors tensors) {
        this.builder = Graph.builder(graphName);
        this.tensors = tensors;
        addReaders(source.getNodeList());
        source.getOutputList().forEach(o -> answered.add(o.getName()));
    }

    /** Further nodes of the file's, which were inside another one. */
    void addReaders(List<NodeProto> nodes) {
        for (NodeProto n : nodes) {
            n.getInputList()
                    .forEach(in ->
                            readers.computeIfAbsent(in, v -> new ArrayList<>()).add(n));
            OnnxSubgraphs.captured(n)
                    .forEach(in ->
                            readers.computeIfAbsent(in, v -> new ArrayList<>()).add(n));
        }
    }

    /** Whether something takes {@code value}, or the network answers with it. */
    boolean isRead(String value) {
        return !value.isEmpty() && (answered.contains(value) || readers.containsKey(value));
    }

    List<NodeProto> readers(String value) {
        return readers.getOrDefault(value, List.of());
    }

    boolean isAnswered(String value) {
        return answered.contains(value);
    }

    void markDynamicCodes(String value) {
        dynamicCodes.add(value);
    }

    boolean isDynamicCodes(String value) {
        return dynamicCodes.contains(value);
    }

    Graph.Builder builder() {
        return builder;
    }

    OnnxTensors tensors() {
        return tensors;
    }

    ShapeInference shapes() {
        return shapes;
    }

    void input(TensorSpec spec) {
        builder.input(spec);
        defined.add(spec.name());
        shapes.input(spec);
    }

    void constant(String value, TensorData data) {
        constants.put(value, data);
        defined.add(value);
        builder.constant(value, data);
        shapes.constant(value, data);
    }

    Optional<TensorData> constant(String value) {
        return Optional.ofNullable(constants.get(value));
    }

    /** A constant that cannot be held, and why; nodes that read it cannot run. */
    void unreadable(String value, String reason) {
        unreadable.put(value, reason);
    }

    Optional<String> whyUnreadable(String value) {
        return Optional.ofNullable(unreadable.get(value));
    }

    /** Adds what a mapping emitted, its results renamed to what the file calls them. */
    void add(List<Node> nodes, Map<String, TensorData> added, Map<String, String> names) {
        added.forEach((value, data) -> constant(names.getOrDefault(value, value), data));
        for (Node n : nodes) {
            add(new Node(n.name(), n.op(), renamed(n.inputs(), names), renamed(n.outputs(), names)));
        }
    }

    private static List<String> renamed(List<String> values, Map<String, String> names) {
        return values.stream().map(v -> names.getOrDefault(v, v)).toList();
    }

    void add(Node node) {
        builder.node(node);
        defined.addAll(node.outputs());
        shapes.node(node);
    }

    /** Whether {@code value} is an input, a constant, or computed by a node added so far. */
    boolean isDefined(String value) {
        return defined.contains(value);
    }

    /** Whether {@code value} is there, even if it cannot be held. */
    boolean isKnown(String value) {
        return defined.contains(value) || unreadable.containsKey(value);
    }

    void takeName(String name) {
        namesTaken.add(name);
    }

    /** {@code wanted}, or {@code wanted_2} and so on where it is taken; taken from now on. */
    String freshName(String wanted) {
        String name = wanted;
        for (int i = 2; !namesTaken.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }
}
