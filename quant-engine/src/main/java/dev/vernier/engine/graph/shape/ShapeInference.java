package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Gru;
import dev.vernier.engine.graph.op.Lstm;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Rnn;
import dev.vernier.engine.graph.op.Split;
import dev.vernier.engine.graph.op.TopK;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Type and shape of every value of a graph, found from its inputs and constants without running it.
 *
 * <p>Dimensions that are not known (the batch) are followed as symbols, and so are the few whole numbers that shape arithmetic
 * ({@code Shape}, {@code Gather}, {@code Concat}, …) works on. What an unsupported operation answers is unknown unless it was declared;
 * what depends on it is unknown too. Fed node by node, or {@linkplain #of(Graph) a whole graph} at once.
 */
public final class ShapeInference {
    private final Map<String, SymbolicTensor> facts = new HashMap<>();
    private final Map<String, TensorData> constants = new HashMap<>();
    private final Map<String, TensorSpec> declared = new HashMap<>();

    /**
     * What is known of all values of {@code graph}.
     *
     * @throws dev.vernier.engine.VernierException naming the layer, if its operands do not fit its operation
     */
    public static ShapeInference of(Graph graph) {
        ShapeInference inference = new ShapeInference();
        graph.constants().forEach(inference::constant);
        graph.inputs().forEach(inference::input);
        for (Node n : graph.nodes()) {
            n.outputs().forEach(out -> graph.spec(out).ifPresent(inference::declare));
            inference.node(n);
        }
        return inference;
    }

    /**
     * {@code graph} with the specs of all values that could be found.
     *
     * @throws dev.vernier.engine.VernierException naming the layer, if its operands do not fit its operation
     */
    public static Graph annotate(Graph graph) {
        ShapeInference inference = of(graph);
        Graph.Builder b = graph.toBuilder();
        for (Node n : graph.nodes()) {
            for (String out : n.outputs()) {
                inference.spec(out).ifPresent(b::spec);
            }
        }
        return b.build();
    }

    /** A graph input; each unknown dimension is an unknown of its own. */
    public void input(TensorSpec spec) {
        facts.put(spec.name(), SymbolicTensor.of(spec));
    }

    /** A graph input whose unknown dimensions have been given names. */
    public void input(String name, SymbolicTensor what) {
        facts.put(name, what);
    }

    public void constant(String name, TensorData data) {
        constants.put(name, data);
        facts.put(name, SymbolicTensor.of(data));
    }

    /** What a file says of a value; believed only where nothing can be found. */
    public void declare(TensorSpec spec) {
        declared.put(spec.name(), spec);
    }

    /**
     * Finds what {@code node} answers, all its operands having been given before.
     *
     * @throws dev.vernier.engine.VernierException naming the layer, if its operands do not fit its operation
     */
    public void node(Node node) {
        for (int i = 0; i < node.outputs().size(); i++) {
            String out = node.outputs().get(i);
            Optional<SymbolicTensor> result =
                    i == 0 || hasSeveralResults(node.op()) ? result(node.op(), node, i) : Optional.empty();
            if (result.isPresent()) {
                facts.put(out, result.get());
            } else if (declared.containsKey(out)) {
                facts.put(out, SymbolicTensor.of(declared.get(out)));
            }
        }
    }

    private static boolean hasSeveralResults(Op op) {
        return !op.bodies().isEmpty()
                || op instanceof Split
                || op instanceof TopK
                || op instanceof Lstm
                || op instanceof Gru
                || op instanceof Rnn;
    }

    private <O extends Op> Optional<SymbolicTensor> result(O op, Node node, int index) {
        Optional<ShapeRule<O>> rule = ShapeRules.of(op);
        if (rule.isEmpty()) {
            return Optional.empty();
        }
        List<SymbolicTensor> operands = new ArrayList<>();
        List<TensorData> data = new ArrayList<>();
        for (String in : node.inputs()) {
            if (!in.isEmpty() && !facts.containsKey(in)) {
                return Optional.empty();
            }
            operands.add(facts.get(in));
            data.add(constants.get(in));
        }
        Operands in = new Operands(node, operands, data, index);
        try {
            SymbolicTensor result = rule.get().result(op, in);
            if (result.dims().stream().anyMatch(d -> d.factor() < 0)) {
                throw in.fail("its result would have a negative dimension: " + result.dims());
            }
            return Optional.of(result);
        } catch (ArithmeticException e) {
            throw in.fail("its result would have more elements than can be counted");
        }
    }

    /** What is known of {@code value}; empty where nothing is. */
    public Optional<SymbolicTensor> fact(String value) {
        return Optional.ofNullable(facts.get(value));
    }

    /** {@link #fact} as a spec, unknown dimensions as {@link dev.vernier.engine.graph.Shape#UNKNOWN}. */
    public Optional<TensorSpec> spec(String value) {
        return fact(value).map(f -> new TensorSpec(value, f.type(), f.shape()));
    }
}
