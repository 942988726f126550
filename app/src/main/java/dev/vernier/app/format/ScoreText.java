package dev.vernier.app.format;

import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Interval;
import dev.vernier.engine.evaluate.Metric;

/** Scores as terminal and window show them. */
public final class ScoreText {
    private ScoreText() {}

    /** {@code 97.86 %}, {@code 31.4 dB}, {@code 0.0455}. */
    public static String value(Metric metric, double value) {
        switch (metric.unit()) {
            case SHARE:
                return Double.isNaN(value) ? NumberText.NONE : NumberText.fixed(value * 100, 2) + " %";
            case DECIBELS:
                return NumberText.decibels(value);
            default:
                return NumberText.significant(value, 3);
        }
    }

    /** Signed; shares in percentage points. */
    public static String difference(Metric metric, double difference) {
        if (metric.unit() == Metric.Unit.SHARE) {
            return NumberText.signed(difference * 100, 2);
        }
        String text = NumberText.significant(difference, 3);
        return difference > 0 ? "+" + text : text;
    }

    /** {@code 96.6 to 98.7} in percent or percentage points, {@code 0.043 to 0.048} in the metric's own unit. */
    public static String interval(Metric metric, Interval interval, boolean signed) {
        return end(metric, interval.low(), signed) + " to " + end(metric, interval.high(), signed);
    }

    private static String end(Metric metric, double x, boolean signed) {
        if (metric.unit() == Metric.Unit.SHARE) {
            return signed ? NumberText.signed(x * 100, 1) : NumberText.fixed(x * 100, 1);
        }
        return signed ? difference(metric, x) : NumberText.significant(x, 3);
    }

    /** How many times smaller than float32. */
    public static String ratio(EvaluationResult result) {
        long size = result.model().sizeBytes();
        return size == 0 ? NumberText.NONE : NumberText.ratio((double) result.baselineSizeBytes() / size);
    }
}
