package dev.vernier.io.normalize;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Changes to a graph, collected and then made at once. A node is changed at most once. */
final class GraphEdit {
    private final Graph graph;
    private final Map<Node, Optional<Node>> replaced = new IdentityHashMap<>();
    private final Map<String, String> redirected = new HashMap<>();
    private final Map<String, TensorData> constants = new LinkedHashMap<>();

    GraphEdit(Graph graph) {
        this.graph = graph;
    }

    /** {@code graph} after one edit after another, each collected by {@code changes}, until one changes nothing. */
    static Graph untilNothingChanges(Graph graph, Consumer<GraphEdit> changes) {
        Graph current = graph;
        while (true) {
            GraphEdit edit = new GraphEdit(current);
            changes.accept(edit);
            if (edit.isEmpty()) {
                return current;
            }
            current = edit.apply();
        }
    }

    Graph graph() {
        return graph;
    }

    boolean isEmpty() {
        return replaced.isEmpty() && redirected.isEmpty() && constants.isEmpty();
    }

    /** Whether {@code node} has been replaced or removed by this edit. */
    boolean isChanged(Node node) {
        return replaced.containsKey(node);
    }

    void replace(Node node, Node replacement) {
        replaced.put(node, Optional.of(replacement));
    }

    /** What reads its outputs must be redirected, or gone too. */
    void remove(Node node) {
        replaced.put(node, Optional.empty());
    }

    /** All that reads {@code value} reads {@code instead}; {@code value} must be no output of the graph. */
    void redirect(String value, String instead) {
        redirected.put(value, instead);
    }

    /** Adds a constant called {@code wanted}, or {@code wanted_2} and so on where that is taken. */
    String constant(String wanted, TensorData data) {
        String name = wanted;
        for (int i = 2; isTaken(name); i++) {
            name = wanted + "_" + i;
        }
        constants.put(name, data);
        return name;
    }

    /** Puts {@code data} under the name of a constant that only {@code reader} reads, else under a fresh name. */
    String constantInPlaceOf(String constant, Node reader, String wanted, TensorData data) {
        boolean own = graph.isConstant(constant)
                && graph.consumersOf(constant).equals(List.of(reader))
                && !graph.outputs().contains(constant);
        if (!own) {
            return constant(wanted, data);
        }
        constants.put(constant, data);
        return constant;
    }

    private boolean isTaken(String name) {
        return constants.containsKey(name)
                || graph.isConstant(name)
                || graph.producerOf(name).isPresent()
                || graph.inputs().stream().anyMatch(i -> i.name().equals(name));
    }

    /** The graph with all changes made. */
    Graph apply() {
        if (isEmpty()) {
            return graph;
        }
        List<Node> nodes = new ArrayList<>();
        for (Node n : graph.nodes()) {
            replaced.getOrDefault(n, Optional.of(n)).map(this::redirected).ifPresent(nodes::add);
        }
        Graph.Builder b = graph.toBuilder().nodes(nodes);
        constants.forEach(b::constant);
        return b.build();
    }

    private Node redirected(Node n) {
        List<String> inputs = new ArrayList<>(n.inputs());
        inputs.replaceAll(this::target);
        return inputs.equals(n.inputs()) ? n : new Node(n.name(), n.op(), inputs, n.outputs());
    }

    private String target(String value) {
        String v = value;
        while (redirected.containsKey(v)) {
            v = redirected.get(v);
        }
        return v;
    }
}
