package dev.vernier.engine.exec;

import dev.vernier.engine.exec.kernel.Constant;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph as steps that run one after another. Immutable; compiling is cheap, for what a step needs is prepared in the
 * {@link KernelCache} when it first runs.
 *
 * <p>A value is <em>materialized</em> if some step computes it; others vanish inside a fused step.
 */
public final class CompiledGraph {
    private final List<Step> steps;
    private final Map<String, Step> producers = new HashMap<>();
    private final Map<String, String> fingerprints = new HashMap<>();
    private final ConstantValues constants;
    private final List<Node> unsupported = new ArrayList<>();

    private CompiledGraph(Graph graph, ConstantValues constants, List<Step> steps) {
        this.constants = constants;
        this.steps = List.copyOf(steps);
        for (TensorSpec in : graph.inputs()) {
            fingerprints.put(in.name(), Fingerprint.of(List.of("input", in.name())));
        }
        for (Step s : this.steps) {
            List<String> parts = new ArrayList<>(List.of(s.signature()));
            s.inputs().forEach(in -> parts.add(fingerprints.get(in)));
            for (int i = 0; i < s.outputs().size(); i++) {
                parts.add("output " + i);
                fingerprints.put(s.outputs().get(i), Fingerprint.of(parts));
                producers.put(s.outputs().get(i), s);
            }
        }
        for (Node n : graph.nodes()) {
            if (n.op() instanceof dev.vernier.engine.graph.op.UnsupportedOp) {
                unsupported.add(n);
            }
        }
    }

    /**
     * Compiles {@code graph}.
     *
     * @param observed value names that must be materialized; the graph's outputs always are
     * @param kernels where steps prepare what they need; must stay open while they run
     */
    public static CompiledGraph compile(Graph graph, Set<String> observed, KernelCache kernels) {
        ConstantValues constants = new ConstantValues(graph, kernels.resources());
        return new CompiledGraph(
                graph, constants, new StepPlanner(graph, observed, constants, kernels.resources()).plan());
    }

    /** In an order in which they can run. */
    public List<Step> steps() {
        return steps;
    }

    /** The step that computes {@code value}; empty for graph inputs, constants and values fused away. */
    public Optional<Step> producerOf(String value) {
        return Optional.ofNullable(producers.get(value));
    }

    /** The value if it is the same in every run: a constant of the graph, or what follows from constants alone. */
    public Optional<TensorData> constant(String value) {
        return Optional.ofNullable(constants.get(value)).map(Constant::data);
    }

    /**
     * A name for how {@code value} is computed from the graph's inputs: operations, quantization parameters, constants, and which of them
     * are fused. Two values, of one or of two graphs, with the same fingerprint and inputs are equal bit for bit.
     *
     * @throws IllegalArgumentException if the value is not materialized
     */
    public String fingerprint(String value) {
        String f = fingerprints.get(value);
        if (f == null && constants.contains(value)) {
            return constants.get(value).fingerprint();
        }
        if (f == null) {
            throw new IllegalArgumentException("value " + value + " is not materialized");
        }
        return f;
    }

    /** The nodes that cannot run; what follows from them cannot be computed either. */
    public List<Node> unsupported() {
        return List.copyOf(unsupported);
    }
}
