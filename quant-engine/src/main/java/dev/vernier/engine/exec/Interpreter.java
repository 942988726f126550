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
import java.util.Map;
import java.util.Set;

/** Runs a graph once, from numbers to numbers: for constant folding, tests and proofs. */
public final class Interpreter {
    private Interpreter() {}

    /**
     * Computes {@code wanted} and only what it needs.
     *
     * @param inputs by name, for every graph input that is needed
     * @param wanted value names to answer with
     * @return by name, in the order of {@code wanted}
     * @throws VernierException if an input is missing, or a layer cannot run
     */
    public static Map<String, TensorData> run(Graph graph, Map<String, TensorData> inputs, Collection<String> wanted) {
        try (KernelCache kernels = new KernelCache()) {
            CompiledGraph compiled = CompiledGraph.compile(graph, new HashSet<>(wanted), kernels);
            Map<String, Tensor> values = new HashMap<>();
            try {
                Set<Step> needed = neededFor(compiled, wanted);
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
                            name,
                            t != null ? t.toData() : compiled.constant(name).orElseThrow(() -> missing(name)));
                }
                return results;
            } finally {
                values.values().forEach(Tensor::close);
            }
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
}
