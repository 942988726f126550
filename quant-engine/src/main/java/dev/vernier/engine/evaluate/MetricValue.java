package dev.vernier.engine.evaluate;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a {@link Metric} measured, in its unit, over the samples seen so far, or what it is estimated to be on all.
 *
 * @param baseline the float model's value; empty for a metric that compares with the float model itself
 * @param value the quantized model's
 * @param ci95 interval of {@code value}; empty where none is known
 * @param deltaCi95 interval of the difference, paired: both models answered the same samples
 */
public record MetricValue(
        OptionalDouble baseline, double value, Optional<Interval> ci95, Optional<Interval> deltaCi95) {

    static MetricValue of(double value) {
        return new MetricValue(OptionalDouble.empty(), value, Optional.empty(), Optional.empty());
    }

    static MetricValue of(double value, Optional<Interval> ci95) {
        return new MetricValue(OptionalDouble.empty(), value, ci95, Optional.empty());
    }

    /** {@code value − baseline}. */
    public OptionalDouble delta() {
        return baseline.isPresent() ? OptionalDouble.of(value - baseline.getAsDouble()) : OptionalDouble.empty();
    }
}
