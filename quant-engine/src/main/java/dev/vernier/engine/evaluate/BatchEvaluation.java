package dev.vernier.engine.evaluate;

import dev.vernier.engine.exec.CompiledGraph;
import dev.vernier.engine.exec.KernelCache;
import dev.vernier.engine.exec.TensorComparison;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.tensor.Tensor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What evaluating one quantized model takes on one batch, for one thread; others work on other batches. */
final class BatchEvaluation {
    private final SessionState session;
    private final QuantizedModel model;
    private final CompiledGraph compiled;
    private final CompiledGraph reference;
    private final int batch;
    private final KernelCache lane;
    private final Cancellation cancellation;
    private final Map<String, TensorComparison> comparisons = new LinkedHashMap<>();
    private final Set<String> nodesRun = new LinkedHashSet<>();
    private int stepsRun;
    private int stepsFromCache;

    /**
     * What came of it.
     *
     * @param batch its number
     * @param answers of both models; empty where they were not asked for
     * @param comparisons by layer, of its activations with the float model's; empty where they are not measured
     * @param nodesRun of the lowered graph
     */
    record Findings(
            int batch,
            Optional<Answers> answers,
            Map<String, TensorComparison> comparisons,
            Set<String> nodesRun,
            int stepsRun,
            int stepsFromCache) {}

    /**
     * @param baseline what the float model answered
     * @param quantized what the quantized one answered
     */
    record Answers(OutputBatch baseline, OutputBatch quantized) {}

    /**
     * @param compiled the quantized graph
     * @param reference the float graph its layers are compared with
     */
    BatchEvaluation(
            SessionState session,
            QuantizedModel model,
            CompiledGraph compiled,
            CompiledGraph reference,
            int batch,
            KernelCache lane,
            Cancellation cancellation) {
        this.session = session;
        this.model = model;
        this.compiled = compiled;
        this.reference = reference;
        this.batch = batch;
        this.lane = lane;
        this.cancellation = cancellation;
    }

    /**
     * What both models answer, and what layers' activations are beside the float model's, or one of the two. Used once. What is compared
     * here or later stays in the cache, so that errors after answers run little again.
     */
    Findings run(boolean answers, boolean errors) {
        cancellation.check();
        try (BatchInputs inputs = session.inputs(batch, cancellation)) {
            Map<String, String> toCompare = layersToCompare();
            Optional<Answers> answered = answers ? Optional.of(answers(inputs, toCompare)) : Optional.empty();
            if (errors && !toCompare.isEmpty()) {
                compare(inputs, toCompare);
            }
            return new Findings(batch, answered, errors ? comparisons : Map.of(), nodesRun, stepsRun, stepsFromCache);
        }
    }

    private Answers answers(BatchInputs inputs, Map<String, String> toCompare) {
        String scored = ModelOutputs.scoredOutput(model.graph());
        OutputBatch baseline = session.floatOutputs(batch, inputs, lane, cancellation);
        OutputBatch quantized = session.outputs().get(compiled.fingerprint(scored), batch);
        if (quantized == null) {
            BatchRun run = session.run(compiled, lane, batch, new HashSet<>(toCompare.values()), nodesRun);
            try (Tensor out = run.run(Set.of(scored), inputs, cancellation).get(scored)) {
                quantized = session.outputs()
                        .put(
                                compiled.fingerprint(scored),
                                batch,
                                out,
                                session.partition().count(batch),
                                session.form());
            }
            stepsRun += run.stepsRun();
            stepsFromCache += run.stepsFromCache();
        } else {
            stepsFromCache += compiled.steps().size();
        }
        return new Answers(baseline, quantized);
    }

    /** Layer name to value, for the layers whose activations on this batch were not compared before. */
    private Map<String, String> layersToCompare() {
        Map<String, String> open = new LinkedHashMap<>();
        for (QuantizedLayer layer : model.layers().values()) {
            if (!session.measuresError(layer.layer(), batch)) {
                continue;
            }
            TensorComparison known = session.errors()
                    .known(
                            reference.fingerprint(layer.layer().output().name()),
                            compiled.fingerprint(layer.outputValue()),
                            batch);
            if (known == null) {
                open.put(layer.layer().name(), layer.outputValue());
            } else {
                comparisons.put(layer.layer().name(), known);
            }
        }
        return open;
    }

    private void compare(BatchInputs inputs, Map<String, String> toCompare) {
        Set<String> floatValues = new LinkedHashSet<>();
        toCompare
                .keySet()
                .forEach(l -> floatValues.add(model.layer(l).layer().output().name()));
        Set<String> values = new LinkedHashSet<>(toCompare.values());
        BatchRun run = session.run(compiled, lane, batch, values, nodesRun);
        Map<String, Tensor> quantized = run.run(values, inputs, cancellation);
        try {
            stepsRun += run.stepsRun();
            Map<String, Tensor> floats = session.run(reference, lane, batch, floatValues, new HashSet<>())
                    .run(floatValues, inputs, cancellation);
            try {
                toCompare.forEach((name, value) -> {
                    cancellation.check();
                    Layer layer = model.layer(name).layer();
                    comparisons.put(
                            name,
                            session.errors()
                                    .compare(
                                            reference.fingerprint(layer.output().name()),
                                            compiled.fingerprint(value),
                                            batch,
                                            floats.get(layer.output().name()),
                                            quantized.get(value)));
                });
            } finally {
                floats.values().forEach(Tensor::close);
            }
        } finally {
            quantized.values().forEach(Tensor::close);
        }
    }
}
