package dev.vernier.app.workbench;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;

/**
 * Which samples a model is calibrated on. Immutable.
 *
 * @param data fitted to the model's input
 * @param samples how many, from the first on
 * @param source where they come from, for people: {@link #EVALUATION_DATA} or the data set's name
 */
public record CalibrationSource(Dataset data, int samples, String source) {
    /** What is said of samples that accuracy is measured on, too. */
    public static final String EVALUATION_DATA = "evaluation data";

    static CalibrationSource firstOf(Dataset evaluationData, int samples) {
        return new CalibrationSource(evaluationData, Math.min(samples, evaluationData.size()), EVALUATION_DATA);
    }

    static CalibrationSource of(Dataset calibrationData, int samples) {
        return new CalibrationSource(
                calibrationData, Math.min(samples, calibrationData.size()), calibrationData.name());
    }

    /**
     * Runs the float model over the samples.
     *
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public CalibrationResult run(Graph graph, Progress progress, Cancellation cancellation) {
        return CalibrationRun.run(graph, data, samples, source, progress, cancellation);
    }
}
