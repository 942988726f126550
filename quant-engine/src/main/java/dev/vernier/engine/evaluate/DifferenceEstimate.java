package dev.vernier.engine.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a metric will be on all samples, estimated from some of them, where the float model's answers are known on all: the float model's
 * value on all samples plus the difference of the two models on those seen. As both models are mostly right or wrong on the same samples,
 * their difference varies far less than either. A plan that answers most samples otherwise than the float model gains nothing by it: where
 * the interval would be wider, what was measured stays.
 *
 * <p>W. G. Cochran, "Sampling Techniques", 3rd ed. (1977): the difference estimator, section 7.3 with b = 1, unbiased for any pair of models;
 * its variance with double sampling, section 12.7, {@code S²/N + (1 − n/N)·S_d²/n} for n of N samples, S² of the metric and S_d² of the
 * difference of one sample. The two parts come from the metric's own intervals and are added as squares on each side (G. Y. Zou, A. Donner,
 * "Construction of confidence limits about effect measures: a general approach", Statistics in Medicine 27, 2008).
 */
public final class DifferenceEstimate {
    private DifferenceEstimate() {}

    /**
     * Estimates from {@code seen}; a metric without interval or without a float model's value stays what it is.
     *
     * @param seen measured on {@code samples} samples
     * @param floatOnAll the float model's values on all {@code total} samples
     */
    static Map<Metric, MetricValue> of(
            Map<Metric, MetricValue> seen, Map<Metric, MetricValue> floatOnAll, int samples, int total) {
        Map<Metric, MetricValue> estimates = new LinkedHashMap<>();
        seen.forEach((metric, value) -> {
            MetricValue known = floatOnAll.get(metric);
            MetricValue estimate = known == null ? value : of(value, known.value(), samples, total);
            estimates.put(metric, metric.unit() == Metric.Unit.SHARE ? within0And1(estimate) : estimate);
        });
        return estimates;
    }

    /** Where the first samples are unlike the rest, the sum of a share and a difference of shares may be none. */
    private static MetricValue within0And1(MetricValue estimate) {
        return new MetricValue(
                estimate.baseline(),
                clamp(estimate.value()),
                estimate.ci95().map(i -> new Interval(clamp(i.low()), clamp(i.high()))),
                estimate.deltaCi95());
    }

    private static double clamp(double share) {
        return Math.max(0, Math.min(1, share));
    }

    /**
     * Estimates from {@code seen}; without interval or a float model's value it stays what it is.
     *
     * @param seen measured on {@code samples} samples
     * @param floatOnAll the float model's value on all {@code total} samples
     */
    public static MetricValue of(MetricValue seen, double floatOnAll, int samples, int total) {
        if (seen.delta().isEmpty() || seen.ci95().isEmpty() || seen.deltaCi95().isEmpty()) {
            return seen;
        }
        double delta = seen.delta().getAsDouble();
        double value = floatOnAll + delta;
        Interval own = seen.ci95().get();
        Interval difference = seen.deltaCi95().get();
        double share = (double) samples / total;
        double below = half(seen.value() - own.low(), delta - difference.low(), share);
        double above = half(own.high() - seen.value(), difference.high() - delta, share);
        if (below + above >= own.high() - own.low()) {
            return seen;
        }
        return new MetricValue(
                OptionalDouble.of(floatOnAll),
                value,
                Optional.of(new Interval(value - below, value + above)),
                seen.deltaCi95());
    }

    private static double half(double own, double difference, double share) {
        return Math.sqrt(share * own * own + (1 - share) * difference * difference);
    }
}
