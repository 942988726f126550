package dev.vernier.engine.evaluate;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.exec.BatchLanes;
import dev.vernier.engine.exec.BatchPartition;
import dev.vernier.engine.exec.CompiledGraph;
import dev.vernier.engine.exec.KernelCache;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What outlives one evaluation: the float model and its answers, prepared kernels, the activation cache. Evaluations use it one at a
 * time, each from several threads.
 */
final class SessionState implements AutoCloseable {
    /**
     * Of a layer, batch after batch, so many bytes of float activations are compared: about a million values, which tell its error to a few
     * tenths of a decibel. Comparing and keeping all of MobileNetV2's 1.7 million an image took twice as long as computing them.
     */
    private static final long ENOUGH_TO_COMPARE_BYTES = 4L << 20;

    private final Graph graph;
    private final List<Layer> layers;
    private final Dataset data;
    private final EvaluationOptions options;
    private final BatchPartition partition;
    private final KernelCache kernels = new KernelCache();
    private final BatchLanes lanes = new BatchLanes(kernels);
    private final ActivationCache cache;
    private final AccumulatedErrors errors = new AccumulatedErrors();
    private final ModelOutputs outputs = new ModelOutputs();
    private final CompiledGraph floatGraph;
    private final String scored;
    private OutputForm form;
    private Map<Metric, MetricValue> floatMetrics;

    SessionState(Graph graph, Dataset data, EvaluationOptions options) {
        this(
                graph,
                data,
                options,
                BatchPartition.of(graph, Math.min(options.samples(), data.size()), KernelCache.lanesWorthHaving()));
    }

    SessionState(Graph graph, Dataset data, EvaluationOptions options, BatchPartition partition) {
        this.graph = graph;
        this.data = data;
        this.options = options;
        this.partition = partition;
        this.cache = new ActivationCache(options.cacheBudgetBytes());
        this.scored = ModelOutputs.scoredOutput(graph);
        this.layers = Layer.listOf(graph);
        Set<String> observed = new HashSet<>();
        layers.forEach(l -> observed.add(l.output().name()));
        this.floatGraph = CompiledGraph.compile(graph, observed, kernels);
    }

    CompiledGraph compile(QuantizedModel model) {
        Set<String> observed = new HashSet<>();
        model.layers().values().forEach(l -> observed.add(l.outputValue()));
        return CompiledGraph.compile(model.graph(), observed, kernels);
    }

    /**
     * {@code model} for its answers alone: what passes from one float layer to another may vanish inside a step, which changes no bit of what
     * follows.
     */
    CompiledGraph compileForAnswers(QuantizedModel model) {
        Set<String> observed = new HashSet<>();
        for (QuantizedLayer l : model.layers().values()) {
            if (!l.asked().equals(LayerConfig.FLOAT)) {
                observed.add(l.outputValue());
                model.graph().node(l.layer().name()).ifPresent(n -> observed.addAll(n.inputs()));
            }
        }
        return CompiledGraph.compile(model.graph(), observed, kernels);
    }

    /** The float model for its answers alone. */
    CompiledGraph floatGraphForAnswers() {
        return CompiledGraph.compile(graph, Set.of(), kernels);
    }

    /** The value that metrics are taken of. */
    String scored() {
        return scored;
    }

    /**
     * The float graph that {@code model}'s layers are compared with: the session's own, or the same function with channels rescaled, of
     * which the last one is kept.
     */
    CompiledGraph reference(QuantizedModel model) {
        Graph reference = model.reference();
        if (reference == graph) {
            return floatGraph;
        }
        if (reference != rescaled) {
            Set<String> observed = new HashSet<>();
            Layer.listOf(reference).forEach(l -> observed.add(l.output().name()));
            rescaledGraph = CompiledGraph.compile(reference, observed, kernels);
            rescaled = reference;
        }
        return rescaledGraph;
    }

    private Graph rescaled;
    private CompiledGraph rescaledGraph;

    /** The float model's answers on a batch; computed once. */
    OutputBatch floatOutputs(int batch, BatchInputs inputs, KernelCache lane, Cancellation cancellation) {
        String fingerprint = floatGraph.fingerprint(scored);
        OutputBatch known = outputs.get(fingerprint, batch);
        if (known != null) {
            return known;
        }
        Set<String> compared = layers.stream()
                .filter(l -> measuresError(l, batch))
                .map(l -> l.output().name())
                .collect(Collectors.toSet());
        try (Tensor out = run(floatGraph, lane, batch, compared, new HashSet<>())
                .run(Set.of(scored), inputs, cancellation)
                .get(scored)) {
            return outputs.put(fingerprint, batch, out, partition.count(batch), formOf(out.shape(), batch));
        }
    }

    /** How the scored output, on a batch of {@code shape}, is read. */
    synchronized OutputForm formOf(Shape shape, int batch) {
        if (form == null) {
            form = OutputForm.of(graph, scored, shape, partition.count(batch), data);
        }
        return form;
    }

    /** How the scored output is read; known once the float model has answered a batch. */
    synchronized OutputForm form() {
        return form;
    }

    /** Fresh sums of the metrics asked for; the float model has answered {@code batch}. */
    ScoreAccumulator newScores(OutputBatch batch) {
        return new ScoreAccumulator(
                data, form(), batch.scores().length / batch.samples(), options.metrics(), options.alsoWherePossible());
    }

    /** What the float model's metrics are on all samples; empty until it has answered them all. */
    synchronized Optional<Map<Metric, MetricValue>> floatMetrics() {
        if (floatMetrics == null) {
            String fingerprint = floatGraph.fingerprint(scored);
            List<OutputBatch> answers = new ArrayList<>(partition.batches());
            for (int b = 0; b < partition.batches(); b++) {
                OutputBatch answer = outputs.get(fingerprint, b);
                if (answer == null) {
                    return Optional.empty();
                }
                answers.add(answer);
            }
            ScoreAccumulator scores = newScores(answers.get(0));
            for (int b = 0; b < answers.size(); b++) {
                scores.add(partition.from(b), answers.get(b), answers.get(b));
            }
            floatMetrics = scores.values();
        }
        return Optional.of(floatMetrics);
    }

    /**
     * A run that keeps what is worth it.
     *
     * @param kept values that it keeps in any case
     * @param nodesRun hears which nodes ran
     */
    BatchRun run(CompiledGraph compiled, KernelCache lane, int batch, Set<String> kept, Set<String> nodesRun) {
        return new BatchRun(compiled, lane, cache, batch, kept, nodesRun);
    }

    /** Whether activations of any layer are compared on a batch. */
    boolean measuresErrors(int batch) {
        return partition.from(batch) < options.errorSamples();
    }

    /** Whether a layer's activations are compared on a batch: on so many samples as are asked for, or on so many that they are enough. */
    boolean measuresError(Layer layer, int batch) {
        return layer.isQuantizable()
                && measuresErrors(batch)
                && partition.from(batch) * layer.outputBytesPerSample() < ENOUGH_TO_COMPARE_BYTES;
    }

    /** The graph's inputs on a batch; the caller closes them. */
    BatchInputs inputs(int batch, Cancellation cancellation) {
        return new BatchInputs(graph, data, partition.from(batch), partition.count(batch), cancellation);
    }

    /** Where batches are worked on. */
    BatchLanes lanes() {
        return lanes;
    }

    BatchPartition partition() {
        return partition;
    }

    ActivationCache cache() {
        return cache;
    }

    AccumulatedErrors errors() {
        return errors;
    }

    ModelOutputs outputs() {
        return outputs;
    }

    @Override
    public void close() {
        lanes.close();
        cache.close();
        kernels.close();
    }
}
