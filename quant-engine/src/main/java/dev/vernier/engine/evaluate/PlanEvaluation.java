package dev.vernier.engine.evaluate;

import dev.vernier.engine.exec.CompiledGraph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One evaluation of one quantized model: batch by batch, each result with everything seen so far. */
final class PlanEvaluation {
    /** Results closer together than this are not worth a redraw. */
    private static final long MIN_NANOS_BETWEEN_RESULTS = 25_000_000;

    private final SessionState session;
    private final QuantizedModel model;
    private final CompiledGraph compiled;
    private final CompiledGraph reference;
    private final String scored;
    private ScoreAccumulator scores;
    private final AccumulatedErrors.Measurement errors;
    private final Set<String> nodesRun = new LinkedHashSet<>();
    private final long start = System.nanoTime();
    private int stepsRun;
    private int stepsFromCache;

    PlanEvaluation(SessionState session, QuantizedModel model) {
        this.session = session;
        this.model = model;
        this.compiled = session.compile(model);
        this.reference = session.reference(model);
        this.scored = ModelOutputs.scoredOutput(model.graph());
        this.errors = session.errors().measurement();
    }

    /** @return the final result; every earlier one has gone to {@code onResult} */
    EvaluationResult run(Consumer<EvaluationResult> onResult, Cancellation cancellation) {
        BatchPartition batches = session.partition();
        long lastResult = 0;
        for (int b = 0; b < batches.batches(); b++) {
            cancellation.check();
            evaluateBatch(b, cancellation);
            boolean last = b == batches.batches() - 1;
            long now = System.nanoTime();
            if (!last && (b == 0 || now - lastResult > MIN_NANOS_BETWEEN_RESULTS)) {
                onResult.accept(result());
                lastResult = now;
            }
        }
        return result();
    }

    private void evaluateBatch(int b, Cancellation cancellation) {
        BatchPartition batches = session.partition();
        boolean measuresErrors = batches.from(b) < session.errorSamples();
        OutputBatch baseline = session.floatOutputs(b, cancellation);
        if (scores == null) {
            scores = session.newScores(baseline);
        }
        Map<String, String> toCompare = measuresErrors ? layersToCompare(b) : Map.of();
        OutputBatch quantized = session.outputs().get(compiled.fingerprint(scored), b);
        Set<String> wanted = new LinkedHashSet<>(toCompare.values());
        if (quantized == null) {
            wanted.add(scored);
        }
        if (!wanted.isEmpty()) {
            Map<String, Tensor> values = run(compiled, b, wanted, cancellation);
            try {
                if (quantized == null) {
                    quantized = session.outputs()
                            .put(compiled.fingerprint(scored), b, values.get(scored), batches.count(b), session.form());
                }
                compare(b, toCompare, values, cancellation);
            } finally {
                values.values().forEach(Tensor::close);
            }
        } else {
            stepsFromCache += compiled.steps().size();
        }
        scores.add(batches.from(b), baseline, quantized);
    }

    /** Layer name to value, for the layers whose activations on this batch were not compared before. */
    private Map<String, String> layersToCompare(int b) {
        Map<String, String> open = new LinkedHashMap<>();
        for (QuantizedLayer layer : model.layers().values()) {
            if (layer.layer().isQuantizable()
                    && !errors.addRemembered(
                            layer.layer().name(),
                            reference.fingerprint(layer.layer().output().name()),
                            compiled.fingerprint(layer.outputValue()),
                            b)) {
                open.put(layer.layer().name(), layer.outputValue());
            }
        }
        return open;
    }

    private void compare(
            int b, Map<String, String> toCompare, Map<String, Tensor> quantized, Cancellation cancellation) {
        if (toCompare.isEmpty()) {
            return;
        }
        Set<String> wanted = new LinkedHashSet<>();
        toCompare
                .keySet()
                .forEach(l -> wanted.add(model.layer(l).layer().output().name()));
        Map<String, Tensor> floats = session.runFloat(reference, b, wanted, cancellation);
        try {
            toCompare.forEach((name, value) -> {
                var layer = model.layer(name).layer();
                errors.add(
                        name,
                        reference.fingerprint(layer.output().name()),
                        compiled.fingerprint(value),
                        b,
                        floats.get(layer.output().name()),
                        quantized.get(value));
            });
        } finally {
            floats.values().forEach(Tensor::close);
        }
    }

    private Map<String, Tensor> run(CompiledGraph graph, int b, Set<String> wanted, Cancellation cancellation) {
        BatchRun run = new BatchRun(graph, session.cache(), b, nodesRun);
        try {
            return run.run(wanted, () -> session.inputs(b), cancellation);
        } finally {
            stepsRun += run.stepsRun();
            stepsFromCache += run.stepsFromCache();
        }
    }

    /** Of the lowered nodes that ran, those that are layers of the source model. */
    private List<String> layersRun() {
        return nodesRun.stream().filter(n -> model.source().node(n).isPresent()).toList();
    }

    private EvaluationResult result() {
        List<LayerResult> layers = new ArrayList<>(model.layers().size());
        for (QuantizedLayer l : model.layers().values()) {
            layers.add(
                    new LayerResult(l, Optional.ofNullable(errors.of(l.layer().name()))));
        }
        return new EvaluationResult(
                model,
                scores.samples(),
                session.partition().samples(),
                model.floatSizeBytes(),
                scores.values(),
                List.copyOf(layers),
                new EvaluationResult.Work(stepsRun, stepsFromCache, layersRun(), System.nanoTime() - start));
    }
}
