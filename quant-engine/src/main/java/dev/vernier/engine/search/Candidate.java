package dev.vernier.engine.search;

import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import dev.vernier.engine.spec.QuantPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan that was evaluated on all samples and can be adopted as it is. Immutable.
 *
 * @param choices for each layer searched over, in running order, its precision
 * @param origin how the search came to it
 * @param samples evaluated
 * @param metrics what was measured, the one that matters most first
 * @param drop points below the float model, as {@link Drop} says
 * @param sizeBytes in the file that the plan's target runs
 * @param bitOperations for one sample
 */
public record Candidate(
        QuantPlan plan,
        List<PrecisionChoice> choices,
        Origin origin,
        int samples,
        Map<Metric, MetricValue> metrics,
        double drop,
        long sizeBytes,
        long bitOperations) {
    /** How a search comes to a candidate. */
    public enum Origin {
        /** Every layer alike. */
        UNIFORM,
        /** Least sensitive layers first. */
        GREEDY_BY_SENSITIVITY,
        /** Most saved for what it costs first. */
        GREEDY_BY_GAIN,
        /** One or two layers changed in a good candidate. */
        EXCHANGE
    }

    public Candidate {
        choices = List.copyOf(choices);
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    static Candidate of(EvaluationResult result, List<PrecisionChoice> choices, Origin origin) {
        return new Candidate(
                result.model().plan(),
                choices,
                origin,
                result.samples(),
                result.metrics(),
                Drop.of(result),
                result.model().sizeBytes(),
                BitOperations.of(result.model()));
    }

    public long cost(Cost cost) {
        return cost == Cost.SIZE ? sizeBytes : bitOperations;
    }

    /** The metric that matters most. */
    public Metric mainMetric() {
        return metrics.keySet().iterator().next();
    }

    /** What it measured. */
    public MetricValue main() {
        return metrics.get(mainMetric());
    }
}
