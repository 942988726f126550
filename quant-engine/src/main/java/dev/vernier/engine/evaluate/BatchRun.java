package dev.vernier.engine.evaluate;

import dev.vernier.engine.exec.CompiledGraph;
import dev.vernier.engine.exec.KernelCache;
import dev.vernier.engine.exec.Step;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Computes wanted values of one compiled graph on one batch: walks back from what is wanted, stops at what is cached, runs what is left
 * in order, and offers to the cache what is worth keeping. Values are released as soon as nothing left to run reads them.
 */
final class BatchRun {
    private final CompiledGraph graph;
    private final KernelCache kernels;
    private final ActivationCache cache;
    private final int batch;
    private final Set<String> kept;
    /** Nanoseconds that computing a value again takes, from the nearest values that were offered to the cache. */
    private final Map<String, Double> owed = new HashMap<>();

    private final Map<String, Tensor> held = new HashMap<>();
    private final Set<String> sourceNodesRun;
    private int stepsRun;
    private int stepsFromCache;

    /**
     * Nanoseconds for each byte from which on a value is kept rather than computed again: about what fetching fresh memory and writing
     * past the processor's caches takes (docs/benchmarks.md).
     */
    private static final double WORTH_KEEPING = 0.75;

    /** @param kept values offered to the cache whether they are worth it or not, since they are read after each edit */
    BatchRun(
            CompiledGraph graph,
            KernelCache kernels,
            ActivationCache cache,
            int batch,
            Set<String> kept,
            Set<String> sourceNodesRun) {
        this.graph = graph;
        this.kernels = kernels;
        this.cache = cache;
        this.batch = batch;
        this.kept = kept;
        this.sourceNodesRun = sourceNodesRun;
    }

    /**
     * @param inputs reads the batch's graph inputs; asked only if one is needed
     * @return the wanted values; the caller closes each
     */
    Map<String, Tensor> run(
            Collection<String> wanted, Supplier<Map<String, Tensor>> inputs, Cancellation cancellation) {
        try {
            List<Step> needed = neededSteps(wanted, inputs);
            Map<String, Integer> readers = countReaders(needed, wanted);
            for (Step step : needed) {
                cancellation.check();
                runStep(step);
                step.inputs().forEach(v -> release(v, readers));
            }
            Map<String, Tensor> result = new LinkedHashMap<>();
            for (String v : wanted) {
                result.put(v, held.get(v).retain());
            }
            return result;
        } finally {
            held.values().forEach(Tensor::close);
            held.clear();
        }
    }

    private List<Step> neededSteps(Collection<String> wanted, Supplier<Map<String, Tensor>> inputs) {
        Set<String> missing = new HashSet<>();
        wanted.forEach(v -> hold(v, missing));
        List<Step> needed = new ArrayList<>();
        List<Step> steps = graph.steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            if (step.outputs().stream().noneMatch(missing::contains)) {
                continue;
            }
            step.outputs().forEach(missing::remove);
            step.inputs().forEach(v -> hold(v, missing));
            needed.add(0, step);
        }
        if (!missing.isEmpty()) {
            Map<String, Tensor> given = inputs.get();
            for (String v : missing) {
                Tensor t = given.get(v);
                if (t == null) {
                    throw new IllegalStateException("value " + v + " is neither computed nor an input");
                }
                held.put(v, t.retain());
            }
        }
        stepsFromCache += steps.size() - needed.size();
        return needed;
    }

    private void hold(String value, Set<String> missing) {
        if (held.containsKey(value) || missing.contains(value)) {
            return;
        }
        Tensor cached = cache.get(graph.fingerprint(value), batch);
        if (cached == null) {
            missing.add(value);
        } else {
            held.put(value, cached);
        }
    }

    private static Map<String, Integer> countReaders(List<Step> steps, Collection<String> wanted) {
        Map<String, Integer> readers = new HashMap<>();
        steps.forEach(s -> s.inputs().forEach(v -> readers.merge(v, 1, Integer::sum)));
        wanted.forEach(v -> readers.merge(v, 1, Integer::sum));
        return readers;
    }

    private void runStep(Step step) {
        Tensor[] operands = step.inputs().stream().map(held::get).toArray(Tensor[]::new);
        long start = System.nanoTime();
        Tensor[] results = step.run(kernels, operands);
        double cost = System.nanoTime() - start;
        for (String v : step.inputs()) {
            cost += owed.getOrDefault(v, 0.0);
        }
        stepsRun++;
        sourceNodesRun.addAll(step.nodes());
        for (int i = 0; i < results.length; i++) {
            String value = step.outputs().get(i);
            Tensor previous = held.put(value, results[i]);
            if (previous != null) {
                previous.close();
            }
            if (kept.contains(value) || cost >= WORTH_KEEPING * results[i].bytes()) {
                cache.offer(graph.fingerprint(value), batch, results[i], cost);
            } else {
                owed.put(value, cost);
            }
        }
    }

    private void release(String value, Map<String, Integer> readers) {
        if (readers.merge(value, -1, Integer::sum) == 0) {
            held.remove(value).close();
        }
    }

    int stepsRun() {
        return stepsRun;
    }

    int stepsFromCache() {
        return stepsFromCache;
    }
}
