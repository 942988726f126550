package dev.vernier.engine.evaluate;

import dev.vernier.engine.tensor.NativeMemory;
import java.util.List;

/**
 * @param samples how many samples of the data set to evaluate, from the first on
 * @param cacheBudgetBytes native memory the activation cache may hold
 * @param errorSamples on how many samples at most accumulated layer errors are measured; those of a layer of many values on fewer, a million
 *     values or more
 * @param metrics what to measure, the one that matters most first; empty: what fits the model's output and the labels
 * @param alsoWherePossible what to measure after these if the model's output and the labels allow it
 */
public record EvaluationOptions(
        int samples, long cacheBudgetBytes, int errorSamples, List<Metric> metrics, List<Metric> alsoWherePossible) {
    public EvaluationOptions {
        metrics = List.copyOf(metrics);
        alsoWherePossible = List.copyOf(alsoWherePossible);
    }

    public EvaluationOptions(int samples, long cacheBudgetBytes, int errorSamples, List<Metric> metrics) {
        this(samples, cacheBudgetBytes, errorSamples, metrics, List.of());
    }

    public EvaluationOptions(int samples, long cacheBudgetBytes, int errorSamples) {
        this(samples, cacheBudgetBytes, errorSamples, List.of());
    }

    /** With a cache of half of the native memory that may be taken. */
    public static EvaluationOptions ofSamples(int samples) {
        return new EvaluationOptions(samples, NativeMemory.limitBytes() / 2, 256);
    }

    public EvaluationOptions withMetrics(List<Metric> asked) {
        return new EvaluationOptions(samples, cacheBudgetBytes, errorSamples, asked, alsoWherePossible);
    }

    public EvaluationOptions withAlso(List<Metric> wherePossible) {
        return new EvaluationOptions(samples, cacheBudgetBytes, errorSamples, metrics, wherePossible);
    }

    /** No errors layer by layer, only what the outputs say. */
    public EvaluationOptions withoutLayerErrors() {
        return new EvaluationOptions(samples, cacheBudgetBytes, 0, metrics, alsoWherePossible);
    }
}
