package dev.vernier.engine.search;

import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.Metric;
import java.time.Duration;
import java.util.List;

/**
 * How a search goes about it.
 *
 * @param samples how many samples of the data set candidates are evaluated on, from the first on
 * @param cacheBudgetBytes native memory for activations
 * @param metrics what to measure, the headline metric first; empty: what fits the model's output and the labels
 * @param budget the search takes no new candidate after this time
 * @param seed chooses the samples that layers are measured on
 */
public record SearchOptions(int samples, long cacheBudgetBytes, List<Metric> metrics, Duration budget, long seed) {
    /** As long as one looks out of the window. */
    public static final Duration DEFAULT_BUDGET = Duration.ofMinutes(4);

    public SearchOptions {
        metrics = List.copyOf(metrics);
    }

    public static SearchOptions ofSamples(int samples) {
        return new SearchOptions(
                samples, EvaluationOptions.ofSamples(samples).cacheBudgetBytes(), List.of(), DEFAULT_BUDGET, 0);
    }

    public SearchOptions withMetrics(List<Metric> asked) {
        return new SearchOptions(samples, cacheBudgetBytes, asked, budget, seed);
    }

    public SearchOptions withBudget(Duration time) {
        return new SearchOptions(samples, cacheBudgetBytes, metrics, time, seed);
    }

    public SearchOptions withSeed(long s) {
        return new SearchOptions(samples, cacheBudgetBytes, metrics, budget, s);
    }

    /** Errors layer by layer are not asked for: none are measured. */
    EvaluationOptions evaluation(int of) {
        return new EvaluationOptions(of, cacheBudgetBytes / 2, 0, metrics, Damage.METRICS);
    }
}
