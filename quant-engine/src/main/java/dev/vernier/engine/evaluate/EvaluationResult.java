package dev.vernier.engine.evaluate;

import dev.vernier.engine.quantize.QuantizedModel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a quantized model does beside its float model, over the samples seen so far. Immutable.
 *
 * @param samples samples seen
 * @param totalSamples samples there are
 * @param baselineTop1 share of float predictions that are the label; empty without labels
 * @param baselineSizeBytes weights and biases in float32
 * @param top1 share of quantized predictions that are the label; empty without labels
 * @param top1Ci95 Wilson interval of {@code top1}
 * @param deltaTop1 {@code top1 - baselineTop1}
 * @param deltaCi95 paired interval of the difference
 * @param agreement share of samples on which float and quantized predict the same class
 * @param meanAbsError mean absolute difference of the outputs
 * @param layers in running order; graph inputs first
 * @param work what the executor had to do
 */
public record EvaluationResult(
        QuantizedModel model,
        int samples,
        int totalSamples,
        OptionalDouble baselineTop1,
        long baselineSizeBytes,
        OptionalDouble top1,
        Optional<Interval> top1Ci95,
        OptionalDouble deltaTop1,
        Optional<Interval> deltaCi95,
        double agreement,
        double meanAbsError,
        List<LayerResult> layers,
        Work work) {

    /**
     * @param stepsRun compiled steps that ran, summed over batches
     * @param stepsFromCache steps whose result was in the activation cache, summed over batches
     * @param nodesRun names of the source layers of which at least one step ran
     * @param nanos time since the request
     */
    public record Work(int stepsRun, int stepsFromCache, List<String> nodesRun, long nanos) {}

    /** Whether every sample has been seen and every layer's error measured. */
    public boolean isFinal() {
        return samples == totalSamples;
    }
}
