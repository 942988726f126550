package dev.vernier.engine.evaluate;

import dev.vernier.engine.tensor.NativeMemory;
import java.util.List;

/**
 * @param samples how many samples of the data set to evaluate, from the first on
 * @param cacheBudgetBytes native memory the activation cache may hold
 * @param errorSamples on how many samples accumulated layer errors are measured
 * @param metrics what to measure, the one that matters most first; empty: what fits the model's output and the labels
 */
public record EvaluationOptions(int samples, long cacheBudgetBytes, int errorSamples, List<Metric> metrics) {
    private static final long MAX_CACHE_BYTES = 1L << 30;

    public EvaluationOptions {
        metrics = List.copyOf(metrics);
    }

    public EvaluationOptions(int samples, long cacheBudgetBytes, int errorSamples) {
        this(samples, cacheBudgetBytes, errorSamples, List.of());
    }

    /** With a cache of 1 GB, or of half of what tensors may take if that is less. */
    public static EvaluationOptions ofSamples(int samples) {
        return new EvaluationOptions(samples, Math.min(MAX_CACHE_BYTES, NativeMemory.limitBytes() / 2), 256);
    }

    public EvaluationOptions withMetrics(List<Metric> asked) {
        return new EvaluationOptions(samples, cacheBudgetBytes, errorSamples, asked);
    }
}
