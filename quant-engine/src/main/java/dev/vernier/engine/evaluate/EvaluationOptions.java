package dev.vernier.engine.evaluate;

/**
 * @param samples how many samples of the data set to evaluate, from the first on
 * @param cacheBudgetBytes native memory the activation cache may hold
 * @param errorSamples on how many samples accumulated layer errors are measured
 */
public record EvaluationOptions(int samples, long cacheBudgetBytes, int errorSamples) {
    public static EvaluationOptions ofSamples(int samples) {
        return new EvaluationOptions(samples, 1L << 30, 256);
    }
}
