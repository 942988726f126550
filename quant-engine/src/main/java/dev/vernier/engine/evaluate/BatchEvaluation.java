package dev.vernier.engine.evaluate;

import dev.vernier.engine.exec.BatchPartition;
import dev.vernier.engine.exec.CompiledGraph;
import dev.vernier.engine.exec.KernelCache;
import dev.vernier.engine.exec.TensorComparison;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
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
     * @param baseline what the float model answered
     * @param quantized what the quantized one answered
     * @param comparisons by layer, of its activations with the float model's; empty where they are not measured on this batch
     * @param nodesRun of the lowered graph
     */
    record Findings(
            int batch,
            OutputBatch baseline,
            OutputBatch quantized,
            Map<String, TensorComparison> comparisons,
            Set<String> nodesRun,
            int stepsRun,
            int stepsFromCache) {}

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

    /** Used once. */
    Findings run() {
        cancellation.check();
        String scored = ModelOutputs.scoredOutput(model.graph());
        BatchPartition batches = session.partition();
        try (BatchInputs inputs = session.inputs(batch, cancellation)) {
            OutputBatch baseline = session.floatOutputs(batch, inputs, lane, cancellation);
            Map<String, String> toCompare = session.measuresErrors(batch) ? layersToCompare() : Map.of();
            OutputBatch quantized = session.outputs().get(compiled.fingerprint(scored), batch);
            Set<String> wanted = new LinkedHashSet<>(toCompare.values());
            if (quantized == null) {
                wanted.add(scored);
            }
            if (wanted.isEmpty()) {
                stepsFromCache += compiled.steps().size();
            } else {
                Map<String, Tensor> values = runQuantized(inputs, wanted);
                try {
                    if (quantized == null) {
                        quantized = session.outputs()
                                .put(
                                        compiled.fingerprint(scored),
                                        batch,
                                        values.get(scored),
                                        batches.count(batch),
                                        session.form());
                    }
                    compare(inputs, toCompare, values);
                } finally {
                    values.values().forEach(Tensor::close);
                }
            }
            return new Findings(batch, baseline, quantized, comparisons, nodesRun, stepsRun, stepsFromCache);
        }
    }

    /** Layer name to value, for the layers whose activations on this batch were not compared before. */
    private Map<String, String> layersToCompare() {
        Map<String, String> open = new LinkedHashMap<>();
        for (QuantizedLayer layer : model.layers().values()) {
            if (!layer.layer().isQuantizable()) {
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

    private void compare(BatchInputs inputs, Map<String, String> toCompare, Map<String, Tensor> quantized) {
        if (toCompare.isEmpty()) {
            return;
        }
        Set<String> wanted = new LinkedHashSet<>();
        toCompare
                .keySet()
                .forEach(l -> wanted.add(model.layer(l).layer().output().name()));
        Map<String, Tensor> floats = session.runFloat(reference, batch, inputs, lane, wanted, cancellation);
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
    }

    private Map<String, Tensor> runQuantized(BatchInputs inputs, Set<String> wanted) {
        BatchRun run = session.run(compiled, lane, batch, nodesRun);
        try {
            return run.run(wanted, inputs, cancellation);
        } finally {
            stepsRun += run.stepsRun();
            stepsFromCache += run.stepsFromCache();
        }
    }
}
