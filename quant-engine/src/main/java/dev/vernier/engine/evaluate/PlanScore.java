package dev.vernier.engine.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is kept of an evaluation to compare it later: the numbers, not the model. Immutable.
 *
 * @param samples seen
 * @param totalSamples there are
 * @param metrics the one that matters most first
 * @param sizeBytes of the quantized model
 * @param floatBytes of the float model
 * @param accumulatedSqnrDb of each layer whose accumulated error was measured, by its name; dB
 */
public record PlanScore(
        int samples,
        int totalSamples,
        Map<Metric, MetricValue> metrics,
        long sizeBytes,
        long floatBytes,
        Map<String, Double> accumulatedSqnrDb) {
    public PlanScore {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        accumulatedSqnrDb = Collections.unmodifiableMap(new LinkedHashMap<>(accumulatedSqnrDb));
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException("a score has at least one metric");
        }
    }

    /** The numbers of {@code r}. */
    public static PlanScore of(EvaluationResult r) {
        Map<String, Double> errors = new LinkedHashMap<>();
        for (LayerResult layer : r.layers()) {
            layer.accumulated().ifPresent(e -> errors.put(layer.name(), e.sqnrDb()));
        }
        return new PlanScore(
                r.samples(), r.totalSamples(), r.metrics(), r.model().sizeBytes(), r.baselineSizeBytes(), errors);
    }

    /** The same numbers with {@code metric} as the one that matters most, where it was measured. */
    public PlanScore ledBy(Metric metric) {
        return new PlanScore(
                samples, totalSamples, Metric.ledBy(metric, metrics), sizeBytes, floatBytes, accumulatedSqnrDb);
    }

    /** Whether every sample was seen. */
    public boolean isFinal() {
        return samples == totalSamples;
    }

    /** The metric that matters most for the model and data. */
    public Metric mainMetric() {
        return metrics.keySet().iterator().next();
    }

    /** What the metric that matters most measured. */
    public MetricValue main() {
        return metrics.get(mainMetric());
    }

    /** What {@code metric} measured; empty where it was not. */
    public Optional<MetricValue> metric(Metric metric) {
        return Optional.ofNullable(metrics.get(metric));
    }

    /** What {@code metric} measured of the quantized model; empty where it was not. */
    public OptionalDouble value(Metric metric) {
        return metrics.containsKey(metric)
                ? OptionalDouble.of(metrics.get(metric).value())
                : OptionalDouble.empty();
    }
}
