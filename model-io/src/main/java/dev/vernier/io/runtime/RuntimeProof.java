package dev.vernier.io.runtime;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.exec.GraphRunner;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Runs an exported file in its runtime and the lowered graph here, sample by sample side by side. */
public final class RuntimeProof {
    /** Samples given at once, where a range taken at run time does not forbid it. */
    private static final int BATCH = 64;

    private final QuantizedModel model;
    private final Dataset data;
    private final int samples;
    private final int batch;

    /**
     * @param data fitted to the model
     * @param batchSize 1 where the exported file takes a range at run time over its whole input, or has a fixed batch of 1
     */
    public RuntimeProof(QuantizedModel model, Dataset data, int samples, int batchSize) {
        this.model = model;
        this.data = data;
        this.samples = Math.min(samples, data.size());
        this.batch = batchSize;
    }

    /** The batch size at which ranges taken at run time mean the same in the runtime and here. */
    public static int batchSizeFor(QuantizedModel model) {
        boolean dynamic = model.layers().values().stream()
                .anyMatch(l -> l.asked().activations().isDynamic() && l.layer().hasWeights());
        return dynamic ? 1 : BATCH;
    }

    /**
     * @param exported the exported file, loaded
     * @param floatModel the source model in the same runtime, for the time it takes; empty where that is not asked for
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public ProofReport run(
            RuntimeModel exported,
            Optional<RuntimeModel> floatModel,
            long fileBytes,
            Progress progress,
            Cancellation cancellation) {
        Graph graph = model.graph();
        String output = graph.outputs().get(0);
        double step = outputStep(output);
        OutputComparison comparison = new OutputComparison(data, step);
        RuntimeClock exportedClock = new RuntimeClock();
        RuntimeClock floatClock = new RuntimeClock();
        try (GraphRunner simulation = new GraphRunner(graph, List.of(output))) {
            for (int from = 0; from < samples; from += batch) {
                cancellation.check();
                int count = Math.min(batch, samples - from);
                List<TensorData> inputs = data.batch(from, count);
                TensorData simulated =
                        simulation.run(LayerComparison.named(graph, inputs)).get(output);
                TensorData real =
                        exportedClock.time(count, () -> exported.run(inputs)).get(0);
                floatModel.ifPresent(source -> floatClock.time(count, () -> source.run(inputs)));
                comparison.add(from, count, simulated.toFloats(), real.toFloats());
                progress.report(from + count, samples);
            }
        }
        return new ProofReport(
                exported.runtime(),
                exported.runtimeVersion(),
                samples,
                comparison.agreement(),
                comparison.runtimeTop1(),
                comparison.simulatedTop1(),
                comparison.maxAbsDifference(),
                comparison.withinOneStep(),
                comparison.step(),
                floatModel.isPresent() ? OptionalDouble.of(floatClock.millisPerSample()) : OptionalDouble.empty(),
                exportedClock.millisPerSample(),
                fileBytes,
                List.of());
    }

    /** The output's grid step; NaN where the output is not on a grid. */
    private double outputStep(String output) {
        return model.layers().values().stream()
                .filter(l -> l.outputValue().equals(output))
                .flatMap(l -> l.outputParams().stream())
                .mapToDouble(QuantParams::scale)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** What {@link TargetRuntime} a file of this name runs in. */
    public static TargetRuntime runtimeOf(String fileName) {
        return fileName.toLowerCase(java.util.Locale.ROOT).endsWith(".tflite")
                ? TargetRuntime.TFLITE
                : TargetRuntime.ONNXRUNTIME;
    }
}
