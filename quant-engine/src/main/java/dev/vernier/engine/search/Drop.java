package dev.vernier.engine.search;

import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import java.util.Map;

/**
 * How far a quantized model is below its float model, in points: one number for every headline metric, 0 for no loss, the larger the worse.
 *
 * <ul>
 *   <li>A share (accuracy, agreement): percentage points below the float model's, whose agreement with itself is 1.
 *   <li>An error against targets: percent above the float model's.
 *   <li>Output SQNR: noise in percent of the signal, {@code 100 · 10^(−dB/10)}, so that 20 dB are 1 point.
 *   <li>Another distance from the float model: 100 times itself.
 * </ul>
 */
public final class Drop {
    private static final double HUNDRED = 100;

    private Drop() {}

    /** By the metric that matters most. */
    public static double of(EvaluationResult result) {
        return of(result.mainMetric(), result.metrics());
    }

    static double of(Metric metric, Map<Metric, MetricValue> metrics) {
        MetricValue value = metrics.get(metric);
        switch (metric.unit()) {
            case SHARE:
                return HUNDRED * (value.baseline().orElse(1) - value.value());
            case DECIBELS:
                return HUNDRED * noise(value.value());
            default:
                double floatError = value.baseline().orElse(0);
                return floatError > 0 ? HUNDRED * (value.value() - floatError) / floatError : HUNDRED * value.value();
        }
    }

    /** Noise as a share of the signal. */
    static double noise(double sqnrDb) {
        return Math.pow(10, -sqnrDb / 10);
    }
}
