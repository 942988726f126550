package dev.vernier.io.runtime;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.evaluate.ModelAnswers;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Holds an exported file's answers in its runtime against the simulation's, sample by sample. The simulation is that of an evaluation, so
 * that its accuracy is the one that is shown.
 */
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
        ModelAnswers simulated = simulated(progress, cancellation);
        double step = outputStep(model.graph().outputs().get(simulated.outputIndex()));
        OutputComparison comparison = new OutputComparison(simulated, data, step);
        RuntimeClock exportedClock = new RuntimeClock();
        RuntimeClock floatClock = new RuntimeClock();
        for (int from = 0; from < samples; from += batch) {
            cancellation.check();
            int count = Math.min(batch, samples - from);
            List<TensorData> inputs = data.batch(from, count);
            TensorData real =
                    exportedClock.time(count, () -> exported.run(inputs)).get(simulated.outputIndex());
            floatModel.ifPresent(source -> floatClock.time(count, () -> source.run(inputs)));
            comparison.add(from, count, real.toFloats());
            progress.report(from + count, samples);
        }
        return new ProofReport(
                exported.runtime(),
                exported.runtimeVersion(),
                samples,
                // Numbers that are no classes cannot be another class.
                comparison.agreement().orElse(1),
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

    private ModelAnswers simulated(Progress progress, Cancellation cancellation) {
        // Each sample is run once: nothing is worth keeping.
        EvaluationOptions options = new EvaluationOptions(samples, 0, 0);
        try (EvaluationSession session = new EvaluationSession(model.source(), data, options)) {
            return session.answers(model, progress, cancellation);
        }
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
        return fileName.toLowerCase(Locale.ROOT).endsWith(".tflite") ? TargetRuntime.TFLITE : TargetRuntime.ONNXRUNTIME;
    }
}
