package dev.vernier.engine.evaluate;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A way to say how good a quantized model is: against the truth (labels or regression targets), beside the float model, or against the
 * float model's answers, which needs no truth. Each is defined in a file of its own.
 */
public enum Metric {
    /** Share of labels predicted: {@link TopAccuracy}. */
    TOP1("top1", "accuracy", Unit.SHARE, true, Needs.CLASS_LABELS, () -> new TopAccuracy(1)),
    /** Share of labels among the five largest scores: {@link TopAccuracy}. */
    TOP5("top5", "top-5", Unit.SHARE, true, Needs.CLASS_LABELS, () -> new TopAccuracy(5)),
    /** Mean squared error against regression targets: {@link TargetError}. */
    MSE("mse", "mean squared error", Unit.NUMBER, false, Needs.TARGETS, TargetError::squared),
    /** Mean absolute error against regression targets: {@link TargetError}. */
    MAE("mae", "mean absolute error", Unit.NUMBER, false, Needs.TARGETS, TargetError::absolute),
    /** Share of predictions that are the float model's: {@link Agreement}. */
    AGREEMENT("agreement", "agreement", Unit.SHARE, true, Needs.CLASSES, Agreement::new),
    /** Signal to quantization noise of the outputs: {@link OutputSqnr}. */
    OUTPUT_SQNR("outputSqnrDb", "output SQNR", Unit.DECIBELS, true, Needs.NOTHING, OutputSqnr::new),
    /** Divergence of the class probabilities from the float model's: {@link KlDivergence}. */
    KL_DIVERGENCE("klDivergence", "KL divergence", Unit.NUMBER, false, Needs.SEVERAL_CLASSES, KlDivergence::new),
    /** Mean absolute difference of the outputs from the float model's: {@link OutputDifference}. */
    MEAN_ABS_ERROR("meanAbsError", "mean |error|", Unit.NUMBER, false, Needs.NOTHING, OutputDifference::absolute),
    /** Mean squared difference of the outputs from the float model's: {@link OutputDifference}. */
    MEAN_SQUARED_ERROR("meanSquaredError", "mean error²", Unit.NUMBER, false, Needs.NOTHING, OutputDifference::squared);

    /** What a value is told in. */
    public enum Unit {
        /** 0 to 1, shown as a percentage. */
        SHARE,
        DECIBELS,
        NUMBER
    }

    /** What data and model must have for a metric to be measured. */
    enum Needs {
        NOTHING("nothing"),
        CLASSES("an output of class scores"),
        SEVERAL_CLASSES("an output of scores for several classes"),
        CLASS_LABELS("class labels, and an output of class scores that fits them"),
        TARGETS("regression targets of as many numbers as the model answers");

        private final String words;

        Needs(String words) {
            this.words = words;
        }

        boolean areMet(OutputForm form, Truth truth) {
            switch (this) {
                case CLASSES:
                    return form.hasClasses();
                case SEVERAL_CLASSES:
                    return form.classes() > 1;
                case CLASS_LABELS:
                    return truth.kind() == Truth.Kind.CLASSES;
                case TARGETS:
                    return truth.kind() == Truth.Kind.NUMBERS;
                default:
                    return true;
            }
        }
    }

    private final String label;
    private final String title;
    private final Unit unit;
    private final boolean higherIsBetter;
    private final Needs needs;
    private final Supplier<MetricAccumulator> accumulator;

    Metric(
            String label,
            String title,
            Unit unit,
            boolean higherIsBetter,
            Needs needs,
            Supplier<MetricAccumulator> accumulator) {
        this.label = label;
        this.title = title;
        this.unit = unit;
        this.higherIsBetter = higherIsBetter;
        this.needs = needs;
        this.accumulator = accumulator;
    }

    /** {@code top1}, {@code outputSqnrDb}, …: as on the command line and in what it prints. */
    public String label() {
        return label;
    }

    /** As shown to people. */
    public String title() {
        return title;
    }

    public Unit unit() {
        return unit;
    }

    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** What data and model must have, for messages. */
    String needs() {
        return needs.words;
    }

    boolean isMeasurable(OutputForm form, Truth truth) {
        return needs.areMet(form, truth);
    }

    /**
     * The metrics in the order in which they matter where nobody chose: against the truth first, then beside the float model.
     *
     * @param measured what was measured, in any order
     */
    public static List<Metric> inUsualOrder(Collection<Metric> measured) {
        return Stream.of(values()).filter(measured::contains).toList();
    }

    /** The first of {@link #inUsualOrder}. */
    public static Metric usualOf(Collection<Metric> measured) {
        return inUsualOrder(measured).get(0);
    }

    /** The same values with that of {@code first} first, where there is one. */
    static Map<Metric, MetricValue> ledBy(Metric first, Map<Metric, MetricValue> values) {
        Map<Metric, MetricValue> led = new LinkedHashMap<>();
        if (values.containsKey(first)) {
            led.put(first, values.get(first));
        }
        values.forEach(led::putIfAbsent);
        return Collections.unmodifiableMap(led);
    }

    MetricAccumulator accumulator() {
        return accumulator.get();
    }

    public static Optional<Metric> ofLabel(String label) {
        return Stream.of(values()).filter(m -> m.label.equals(label)).findFirst();
    }

    /** All labels, for messages. */
    public static String labels() {
        return Stream.of(values()).map(Metric::label).collect(Collectors.joining(", "));
    }
}
