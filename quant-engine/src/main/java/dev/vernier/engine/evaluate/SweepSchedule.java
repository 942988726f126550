package dev.vernier.engine.evaluate;

import dev.vernier.engine.exec.CompiledGraph;
import dev.vernier.engine.exec.KernelCache;
import dev.vernier.engine.exec.Step;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * In which order the steps of several graphs run on one batch, one graph after another: a value that several have in common, by its
 * fingerprint, is computed for the first of them and held until the last has read it. Graphs that part from one another ever later hold
 * little more than one activation each time. Immutable.
 */
final class SweepSchedule {
    private static final int NEVER_READ = -1;

    private final List<Task> tasks = new ArrayList<>();
    private final List<Share> shares = new ArrayList<>();
    /** Names of the graph inputs that are read, by fingerprint. */
    private final Map<String, String> graphInputs = new LinkedHashMap<>();
    /** By fingerprint the last task that reads the value. */
    private final Map<String, Integer> lastReads = new HashMap<>();

    /**
     * A step that runs, or (no step) an answer that is taken.
     *
     * @param reads fingerprints of what it reads, or of the answer
     * @param makes fingerprints of what it computes
     */
    private record Task(Step step, List<String> reads, List<String> makes) {}

    /**
     * What is run for one graph beside what those before it have left.
     *
     * @param answer fingerprint of its answer
     * @param nodesRun names of the nodes of the steps that run
     * @param stepsRun how many run
     * @param stepsShared how many need not
     */
    record Share(String answer, Set<String> nodesRun, int stepsRun, int stepsShared) {}

    /**
     * @param graphs over the same inputs, in the order in which they run
     * @param answer the value wanted of each
     */
    SweepSchedule(List<CompiledGraph> graphs, String answer) {
        Set<String> computed = new HashSet<>();
        graphs.forEach(graph -> add(graph, answer, computed));
        for (int i = 0; i < tasks.size(); i++) {
            for (String value : tasks.get(i).reads()) {
                lastReads.put(value, i);
            }
        }
    }

    private void add(CompiledGraph graph, String answer, Set<String> computed) {
        Set<String> missing = new LinkedHashSet<>();
        require(graph, answer, computed, missing);
        List<Step> needed = new ArrayList<>();
        for (int i = graph.steps().size() - 1; i >= 0; i--) {
            Step step = graph.steps().get(i);
            if (step.outputs().stream().anyMatch(missing::contains)) {
                step.outputs().forEach(missing::remove);
                step.inputs().forEach(value -> require(graph, value, computed, missing));
                needed.add(0, step);
            }
        }
        missing.forEach(input -> graphInputs.put(graph.fingerprint(input), input));
        Set<String> nodes = new LinkedHashSet<>();
        for (Step step : needed) {
            tasks.add(new Task(step, fingerprints(graph, step.inputs()), fingerprints(graph, step.outputs())));
            computed.addAll(fingerprints(graph, step.outputs()));
            nodes.addAll(step.nodes());
        }
        tasks.add(new Task(null, List.of(graph.fingerprint(answer)), List.of()));
        shares.add(new Share(
                graph.fingerprint(answer), nodes, needed.size(), graph.steps().size() - needed.size()));
    }

    private void require(CompiledGraph graph, String value, Set<String> computed, Set<String> missing) {
        String fingerprint = graph.fingerprint(value);
        if (!computed.contains(fingerprint) && !graphInputs.containsKey(fingerprint)) {
            missing.add(value);
        }
    }

    private static List<String> fingerprints(CompiledGraph graph, List<String> values) {
        return values.stream().map(graph::fingerprint).toList();
    }

    /** In the order of the graphs. */
    List<Share> shares() {
        return shares;
    }

    /**
     * Runs all graphs on one batch.
     *
     * @param inputs the batch's graph inputs
     * @param hears each answer by its fingerprint, valid during the call; the same answer of several graphs each time
     */
    void run(
            Supplier<Map<String, Tensor>> inputs,
            KernelCache kernels,
            Cancellation cancellation,
            BiConsumer<String, Tensor> hears) {
        Map<String, Tensor> held = new HashMap<>();
        try {
            graphInputs.forEach((fingerprint, name) -> held.put(fingerprint, given(name, inputs)));
            for (int i = 0; i < tasks.size(); i++) {
                cancellation.check();
                Task task = tasks.get(i);
                if (task.step() == null) {
                    hears.accept(task.reads().get(0), held.get(task.reads().get(0)));
                } else {
                    run(task, kernels, held, i);
                }
                for (String value : Set.copyOf(task.reads())) {
                    if (lastReads.get(value) == i) {
                        held.remove(value).close();
                    }
                }
            }
        } finally {
            held.values().forEach(Tensor::close);
        }
    }

    private static Tensor given(String name, Supplier<Map<String, Tensor>> inputs) {
        Tensor t = inputs.get().get(name);
        if (t == null) {
            throw new IllegalStateException("value " + name + " is neither computed nor an input");
        }
        return t.retain();
    }

    private void run(Task task, KernelCache kernels, Map<String, Tensor> held, int index) {
        Tensor[] results =
                task.step().run(kernels, task.reads().stream().map(held::get).toArray(Tensor[]::new));
        for (int k = 0; k < results.length; k++) {
            boolean read = k < task.makes().size()
                    && lastReads.getOrDefault(task.makes().get(k), NEVER_READ) > index;
            if (!read) {
                results[k].close();
                continue;
            }
            Tensor before = held.put(task.makes().get(k), results[k]);
            if (before != null) {
                before.close();
            }
        }
    }
}
