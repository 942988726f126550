package dev.vernier.engine.evaluate;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The metrics of one evaluation, summed batch by batch. */
final class ScoreAccumulator {
    /** From this many classes on, the right one among the first five is worth telling. */
    static final int MANY_CLASSES = 20;

    private final Truth truth;
    private final Map<Metric, MetricAccumulator> accumulators = new LinkedHashMap<>();
    private int samples;

    /**
     * @param asked the metrics that are wanted; empty: what fits the output and the truth
     * @throws VernierException if one that is asked for cannot be measured
     */
    ScoreAccumulator(Dataset data, OutputForm form, int outputsPerSample, List<Metric> asked) {
        this(data, form, outputsPerSample, asked, List.of());
    }

    /** @param alsoWherePossible metrics that are left out where they cannot be measured */
    ScoreAccumulator(
            Dataset data, OutputForm form, int outputsPerSample, List<Metric> asked, List<Metric> alsoWherePossible) {
        this.truth = Truth.of(data, form, outputsPerSample);
        for (Metric m : asked) {
            if (!m.isMeasurable(form, truth)) {
                throw new VernierException("Metric " + m.label() + " cannot be measured on data set " + data.name()
                        + ": it needs " + m.needs() + "; ask for another one");
            }
        }
        Set<Metric> measured = new LinkedHashSet<>(asked.isEmpty() ? choose(form, truth) : asked);
        // What results always tell where it can be told.
        Stream.concat(Stream.of(Metric.TOP1, Metric.AGREEMENT, Metric.MEAN_ABS_ERROR), alsoWherePossible.stream())
                .filter(m -> m.isMeasurable(form, truth))
                .forEach(measured::add);
        measured.forEach(m -> accumulators.put(m, m.accumulator()));
    }

    /** What fits: accuracy where there are labels, errors where there are targets, else how near the outputs are to the float model's. */
    static List<Metric> choose(OutputForm form, Truth truth) {
        switch (truth.kind()) {
            case CLASSES:
                return form.classes() >= MANY_CLASSES
                        ? List.of(Metric.TOP1, Metric.TOP5, Metric.AGREEMENT)
                        : List.of(Metric.TOP1, Metric.AGREEMENT);
            case NUMBERS:
                return List.of(Metric.MSE, Metric.MAE, Metric.OUTPUT_SQNR);
            default:
                return form.classes() > 1
                        ? List.of(Metric.AGREEMENT, Metric.OUTPUT_SQNR, Metric.KL_DIVERGENCE)
                        : form.hasClasses()
                                ? List.of(Metric.AGREEMENT, Metric.OUTPUT_SQNR)
                                : List.of(Metric.OUTPUT_SQNR);
        }
    }

    /** @param from index of the batch's first sample */
    void add(int from, OutputBatch baseline, OutputBatch quantized) {
        ScoredBatch batch = truth.batch(from, baseline, quantized);
        accumulators.values().forEach(a -> a.add(batch));
        samples += baseline.samples();
    }

    int samples() {
        return samples;
    }

    /** By metric, the one that matters most first. */
    Map<Metric, MetricValue> values() {
        Map<Metric, MetricValue> values = new LinkedHashMap<>();
        accumulators.forEach((metric, a) -> values.put(metric, a.value()));
        return Collections.unmodifiableMap(values);
    }
}
