package dev.vernier.engine.calibrate;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;

/** Runs the float model over calibration samples and keeps, for every activation, statistics and a histogram, never raw values. */
public final class CalibrationRun {
    private CalibrationRun() {}

    /**
     * @param samples how many samples from the first on; all if the data set has fewer
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public static CalibrationResult run(
            Graph graph, Dataset data, int samples, String source, Progress progress, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }
}
