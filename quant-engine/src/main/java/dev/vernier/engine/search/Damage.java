package dev.vernier.engine.search;

import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import java.util.List;
import java.util.Map;

/**
 * How far outputs are from the float model's, in a number that grows smoothly and of which those of several layers nearly add up: Kullback-
 * Leibler divergence of the class probabilities where there are classes, else noise as a share of the signal. Accuracy cannot serve here: on a
 * few hundred samples it moves in steps that are larger than what one layer does.
 */
final class Damage {
    /** What has to be measured to tell it. */
    static final List<Metric> METRICS = List.of(Metric.KL_DIVERGENCE, Metric.OUTPUT_SQNR);

    /** What stands for outputs that are not numbers any more. */
    private static final double RUIN = 1e6;

    private Damage() {}

    static double of(EvaluationResult result) {
        return of(result.metrics());
    }

    static double of(Map<Metric, MetricValue> metrics) {
        MetricValue divergence = metrics.get(Metric.KL_DIVERGENCE);
        double damage = divergence != null
                ? divergence.value()
                : Drop.noise(metrics.get(Metric.OUTPUT_SQNR).value());
        return Double.isFinite(damage) ? Math.min(RUIN, damage) : RUIN;
    }
}
