package dev.vernier.engine.exec;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.tensor.Tensor;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs one graph again and again, from numbers to numbers; what its kernels need is prepared once. Not safe for several threads. */
public final class GraphRunner implements AutoCloseable {
    private final Graph graph;
    private final List<String> wanted;
    private final KernelCache kernels = new KernelCache();
    private final CompiledGraph compiled;
    private final Set<Step> needed;

    /** @param wanted value names to answer with */
    public GraphRunner(Graph graph, Collection<String> wanted) {
        this.graph = graph;
        this.wanted = List.copyOf(wanted);
        this.compiled = CompiledGraph.compile(graph, new HashSet<>(wanted), kernels);
        this.needed = neededFor(compiled, wanted);
    }

    /**
     * Computes the wanted values and only what they need.
     *
     * @param inputs by name, for every graph input that is needed
     * @return by name, in the order asked for
     * @throws VernierException if an input is missing, or a layer cannot run
     */
    public Map<String, TensorData> run(Map<String, TensorData> inputs) {
        Map<String, Tensor> values = new HashMap<>();
        try {
            for (TensorSpec in : graph.inputs()) {
                TensorData given = inputs.get(in.name());
                if (given != null) {
                    values.put(in.name(), Tensor.of(given));
                }
            }
            for (Step step : compiled.steps()) {
                if (needed.contains(step)) {
                    run(step, values);
                }
            }
            Map<String, TensorData> results = new LinkedHashMap<>();
            for (String name : wanted) {
                Tensor t = values.get(name);
                results.put(
                        name, t != null ? t.toData() : compiled.constant(name).orElseThrow(() -> missing(name)));
            }
            return results;
        } finally {
            values.values().forEach(Tensor::close);
        }
    }

    private static Set<Step> neededFor(CompiledGraph compiled, Collection<String> wanted) {
        Set<Step> needed = new HashSet<>();
        Set<String> values = new HashSet<>(wanted);
        for (int i = compiled.steps().size() - 1; i >= 0; i--) {
            Step step = compiled.steps().get(i);
            if (step.outputs().stream().anyMatch(values::contains)) {
                needed.add(step);
                values.addAll(step.inputs());
            }
        }
        return needed;
    }

    private static void run(Step step, Map<String, Tensor> values) {
        Tensor[] in = step.inputs().stream()
                .map(name -> {
                    Tensor t = values.get(name);
                    if (t == null) {
                        throw missing(name);
                    }
                    return t;
                })
                .toArray(Tensor[]::new);
        Tensor[] out = step.run(in);
        for (int i = 0; i < step.outputs().size(); i++) {
            Tensor before = values.put(step.outputs().get(i), out[i]);
            if (before != null) {
                before.close();
            }
        }
    }

    private static VernierException missing(String name) {
        return new VernierException("No tensor was given for input " + name + "; give one for each input of the model");
    }

    @Override
    public void close() {
        kernels.close();
    }
}
