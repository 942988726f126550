package dev.vernier.engine.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network: values in single assignment, nodes in an order in which they can run. Immutable.
 *
 * <p>A value is a graph input, a constant, or an output of exactly one node.
 */
public final class Graph {
    private final String name;
    private final List<TensorSpec> inputs;
    private final List<String> outputs;
    private final List<Node> nodes;
    private final Map<String, TensorData> constants;
    private final Map<String, TensorSpec> specs;
    private final Map<String, Node> producers = new HashMap<>();
    private final Map<String, List<Node>> consumers = new HashMap<>();
    private final Map<String, Node> byName = new HashMap<>();

    private Graph(Builder b) {
        this.name = b.name;
        this.inputs = List.copyOf(b.inputs);
        this.outputs = List.copyOf(b.outputs);
        this.nodes = List.copyOf(b.nodes);
        this.constants = Collections.unmodifiableMap(new LinkedHashMap<>(b.constants));
        this.specs = Collections.unmodifiableMap(new LinkedHashMap<>(b.specs));
        check();
    }

    private void check() {
        Set<String> defined = new HashSet<>(constants.keySet());
        for (TensorSpec in : inputs) {
            require(defined.add(in.name()), "value " + in.name() + " is defined twice");
        }
        for (Node n : nodes) {
            require(byName.put(n.name(), n) == null, "two nodes are called " + n.name());
            for (String in : n.inputs()) {
                require(
                        in.isEmpty() || defined.contains(in),
                        "node " + n.name() + " reads " + in + " before it is computed");
                if (!in.isEmpty()) {
                    List<Node> users = consumers.computeIfAbsent(in, k -> new ArrayList<>());
                    if (users.isEmpty() || users.get(users.size() - 1) != n) {
                        users.add(n);
                    }
                }
            }
            for (String out : n.outputs()) {
                if (!out.isEmpty()) {
                    require(defined.add(out), "value " + out + " is defined twice");
                    producers.put(out, n);
                }
            }
        }
        for (String out : outputs) {
            require(defined.contains(out), "graph output " + out + " is never computed");
        }
    }

    private void require(boolean ok, String what) {
        if (!ok) {
            throw new IllegalArgumentException("graph " + name + ": " + what);
        }
    }

    public String name() {
        return name;
    }

    public List<TensorSpec> inputs() {
        return inputs;
    }

    /** Names of the values the network answers with. */
    public List<String> outputs() {
        return outputs;
    }

    /** In an order in which they can run. */
    public List<Node> nodes() {
        return nodes;
    }

    public Map<String, TensorData> constants() {
        return constants;
    }

    public Optional<TensorData> constant(String value) {
        return Optional.ofNullable(constants.get(value));
    }

    public boolean isConstant(String value) {
        return constants.containsKey(value);
    }

    /** The node called {@code name}. */
    public Optional<Node> node(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The node that computes {@code value}; empty for graph inputs and constants. */
    public Optional<Node> producerOf(String value) {
        return Optional.ofNullable(producers.get(value));
    }

    /** The nodes that read {@code value}, in order, each once. */
    public List<Node> consumersOf(String value) {
        return Collections.unmodifiableList(consumers.getOrDefault(value, List.of()));
    }

    /** What is known of {@code value}'s type and shape: declared, or found by shape inference. */
    public Optional<TensorSpec> spec(String value) {
        TensorData c = constants.get(value);
        if (c != null) {
            return Optional.of(new TensorSpec(value, c.type(), c.shape()));
        }
        return Optional.ofNullable(specs.get(value));
    }

    /** A builder that starts with everything this graph holds. */
    public Builder toBuilder() {
        Builder b = new Builder(name);
        b.inputs.addAll(inputs);
        b.outputs.addAll(outputs);
        b.nodes.addAll(nodes);
        b.constants.putAll(constants);
        b.specs.putAll(specs);
        return b;
    }

    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Collects a graph; {@link #build()} checks it. */
    public static final class Builder {
        private final String name;
        private final List<TensorSpec> inputs = new ArrayList<>();
        private final List<String> outputs = new ArrayList<>();
        private final List<Node> nodes = new ArrayList<>();
        private final Map<String, TensorData> constants = new LinkedHashMap<>();
        private final Map<String, TensorSpec> specs = new LinkedHashMap<>();

        private Builder(String name) {
            this.name = name;
        }

        public Builder input(TensorSpec spec) {
            inputs.add(spec);
            specs.put(spec.name(), spec);
            return this;
        }

        public Builder output(String value) {
            outputs.add(value);
            return this;
        }

        public Builder constant(String value, TensorData data) {
            constants.put(value, data);
            return this;
        }

        public Builder node(Node node) {
            nodes.add(node);
            return this;
        }

        public Builder spec(TensorSpec spec) {
            specs.put(spec.name(), spec);
            return this;
        }

        /** How many nodes there are so far. */
        public int nodeCount() {
            return nodes.size();
        }

        /** Replaces all nodes. */
        public Builder nodes(Collection<Node> replacement) {
            nodes.clear();
            nodes.addAll(replacement);
            return this;
        }

        /** Replaces all outputs. */
        public Builder outputs(Collection<String> replacement) {
            outputs.clear();
            outputs.addAll(replacement);
            return this;
        }

        /** Drops constants that no node reads and that are no output. */
        public Builder dropUnusedConstants() {
            Set<String> used = new HashSet<>(outputs);
            nodes.forEach(n -> used.addAll(n.inputs()));
            constants.keySet().retainAll(used);
            return this;
        }

        /** @throws IllegalArgumentException if a value is defined twice or read before it is computed */
        public Graph build() {
            return new Graph(this);
        }
    }
}
