package dev.vernier.app.format;

import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Interval;
import dev.vernier.engine.evaluate.Metric;
import java.util.Locale;

/** Scores as terminal and window show them. */
public final class ScoreText {
    private ScoreText() {}

    /** As a heading: {@code Output SQNR}. */
    public static String title(Metric metric) {
        String title = metric.title();
        return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
    }

    /** What a metric is, its unit and which way is better. */
    public static String meaning(Metric metric) {
        switch (metric) {
            case TOP1:
                return "Share of samples whose largest output is the label's, in percent, with the plan in effect";
            case TOP5:
                return "Share of samples whose label is among the five largest outputs, in percent";
            case MSE:
                return "Mean squared difference of the outputs from the targets; less is better";
            case MAE:
                return "Mean absolute difference of the outputs from the targets, in their unit; less is better";
            case AGREEMENT:
                return "Share of samples on which float and quantized model predict the same class, right or wrong";
            case OUTPUT_SQNR:
                return "Power of the float outputs over that of their difference from the quantized ones,"
                        + " 10·log10, in dB; more is better";
            case KL_DIVERGENCE:
                return "Mean Kullback-Leibler divergence of the quantized model's class probabilities from the float"
                        + " model's, in nats; less is better";
            case MEAN_ABS_ERROR:
                return "Mean absolute difference of the outputs from the float model's, in their unit; less is better";
            default:
                return "Mean squared difference of the outputs from the float model's; less is better";
        }
    }

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
