package dev.vernier.app.compare;

import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of an evaluation to compare it: the numbers, not the model. Immutable.
 *
 * @param samples seen
 * @param totalSamples there are
 * @param metrics the one that matters most first
 * @param sizeBytes of the quantized model
 * @param floatBytes of the float model
 */
record PlanScore(int samples, int totalSamples, Map<Metric, MetricValue> metrics, long sizeBytes, long floatBytes) {
    static PlanScore of(EvaluationResult r) {
        return new PlanScore(
                r.samples(),
                r.totalSamples(),
                new LinkedHashMap<>(r.metrics()),
                r.model().sizeBytes(),
                r.baselineSizeBytes());
    }

    boolean isFinal() {
        return samples == totalSamples;
    }

    Metric mainMetric() {
        return metrics.keySet().iterator().next();
    }

    /** What the metric that matters most measured. */
    MetricValue main() {
        return metrics.get(mainMetric());
    }

    Optional<MetricValue> metric(Metric metric) {
        return Optional.ofNullable(metrics.get(metric));
    }
}
