package dev.vernier.app.sensitivity;

import dev.vernier.app.format.ScoreText;
import dev.vernier.engine.evaluate.Interval;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;

/**
 * Puts scores on an axis of cost that grows towards the worse: what is lost against float where the float model scores itself, in points for a
 * share; the negative SQNR; the divergence.
 */
final class SensitivityScale {
    private static final double POINTS = 100;

    private final Metric metric;

    SensitivityScale(Metric metric) {
        this.metric = metric;
    }

    Metric metric() {
        return metric;
    }

    private double factor() {
        return metric.unit() == Metric.Unit.SHARE ? POINTS : 1;
    }

    private double sign() {
        return metric.higherIsBetter() ? -1 : 1;
    }

    /** Whether the axis counts down and knows no point without any cost. */
    boolean isDecibels() {
        return metric.unit() == Metric.Unit.DECIBELS;
    }

    /** The cost of {@code value}; negative infinity for an infinite SQNR. */
    double cost(MetricValue value) {
        if (isDecibels()) {
            return -value.value();
        }
        // a float model agrees with itself on every sample
        double float32 = value.baseline().orElse(metric.unit() == Metric.Unit.SHARE ? 1 : 0);
        return clean(sign() * (value.value() - float32) * factor());
    }

    /** {@code [least, most]} with 95 % confidence; NaN where there is no interval. */
    double[] interval(MetricValue value) {
        if (!isDecibels() && value.deltaCi95().isPresent()) {
            Interval i = value.deltaCi95().get();
            return ordered(sign() * i.low() * factor(), sign() * i.high() * factor());
        }
        return new double[] {Double.NaN, Double.NaN};
    }

    private static double[] ordered(double a, double b) {
        return new double[] {clean(Math.min(a, b)), clean(Math.max(a, b))};
    }

    /** Never the negative zero, which would read as a sign. */
    private static double clean(double x) {
        return x == 0 ? 0 : x;
    }

    /** A cost as a tick or a number says it: decibels count down. */
    double shown(double cost) {
        return clean(isDecibels() ? -cost : cost);
    }

    /** What stands at the end of a bar: the difference from float in words, or the value itself. */
    String text(MetricValue value) {
        if (!isDecibels() && value.delta().isPresent()) {
            String by = ScoreText.difference(metric, value.delta().getAsDouble());
            return value.deltaCi95()
                    .map(i -> by + " [" + ScoreText.interval(metric, i, true).replace(" to ", ", ") + "]")
                    .orElse(by);
        }
        return ScoreText.value(metric, value.value());
    }

    /** Of the axis, with its unit. */
    String title() {
        if (isDecibels()) {
            return metric.title() + ", dB (right is worse)";
        }
        return metric == Metric.KL_DIVERGENCE
                ? metric.title()
                : metric.title() + " lost" + (metric.unit() == Metric.Unit.SHARE ? ", points" : "");
    }
}
