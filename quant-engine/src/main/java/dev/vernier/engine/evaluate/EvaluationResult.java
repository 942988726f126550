package dev.vernier.engine.evaluate;

import dev.vernier.engine.quantize.QuantizedModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a quantized model does beside its float model: over all samples, or estimated from those seen so far. Immutable.
 *
 * @param samples samples seen
 * @param totalSamples samples there are
 * @param baselineSizeBytes the float model in the file format of the plan's target
 * @param metrics what was measured, the metric that matters most first
 * @param layers in running order; graph inputs first
 * @param work what the executor had to do
 */
public record EvaluationResult(
        QuantizedModel model,
        int samples,
        int totalSamples,
        long baselineSizeBytes,
        Map<Metric, MetricValue> metrics,
        List<LayerResult> layers,
        Work work) {

    /** The same numbers with {@code metric} as the one that matters most, where it was measured. */
    public EvaluationResult ledBy(Metric metric) {
        return new EvaluationResult(
                model, samples, totalSamples, baselineSizeBytes, Metric.ledBy(metric, metrics), layers, work);
    }

    /** Whether every sample has been seen and every layer's error measured. */
    public boolean isFinal() {
        return samples == totalSamples;
    }

    /** What {@code metric} measured; empty where it was not. */
    public Optional<MetricValue> metric(Metric metric) {
        return Optional.ofNullable(metrics.get(metric));
    }

    /** The metric that matters most for this model and data. */
    public Metric mainMetric() {
        return metrics.keySet().iterator().next();
    }

    /** Share of quantized predictions that are the label; empty without labels. */
    public OptionalDouble top1() {
        return metric(Metric.TOP1).map(m -> OptionalDouble.of(m.value())).orElse(OptionalDouble.empty());
    }

    /** Share of float predictions that are the label; empty without labels. */
    public OptionalDouble baselineTop1() {
        return metric(Metric.TOP1).map(MetricValue::baseline).orElse(OptionalDouble.empty());
    }

    /** Interval of {@link #top1()}. */
    public Optional<Interval> top1Ci95() {
        return metric(Metric.TOP1).flatMap(MetricValue::ci95);
    }

    /** {@code top1 - baselineTop1}. */
    public OptionalDouble deltaTop1() {
        return metric(Metric.TOP1).map(MetricValue::delta).orElse(OptionalDouble.empty());
    }

    /** Paired interval of {@link #deltaTop1()}. */
    public Optional<Interval> deltaCi95() {
        return metric(Metric.TOP1).flatMap(MetricValue::deltaCi95);
    }

    /** Share of predictions that are the float model's; NaN where the output is not scores of classes. */
    public double agreement() {
        return metric(Metric.AGREEMENT).map(MetricValue::value).orElse(Double.NaN);
    }

    /** Mean absolute difference of the outputs. */
    public double meanAbsError() {
        return metric(Metric.MEAN_ABS_ERROR).map(MetricValue::value).orElse(Double.NaN);
    }

    /**
     * @param stepsRun compiled steps that ran, summed over batches
     * @param stepsFromCache steps whose result was in the activation cache, summed over batches
     * @param layersRun names of the source layers of which at least one step ran
     * @param nanos time since the request
     */
    public record Work(int stepsRun, int stepsFromCache, List<String> layersRun, long nanos) {}
}
