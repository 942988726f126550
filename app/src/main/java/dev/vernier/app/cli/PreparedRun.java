package dev.vernier.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.OpenedProject;
import dev.vernier.app.workbench.ProjectOpener;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/** Model and data opened, the model calibrated, a session to evaluate in; each step timed. */
final class PreparedRun implements AutoCloseable {
    private final OpenedProject project;
    private final CalibrationResult calibration;
    private final TargetRuntime target;
    private final int samples;
    private final List<Metric> metrics;
    private final EvaluationSession session;
    private final double loadSeconds;
    private final double calibrateSeconds;
    private double improveSeconds;
    private double evaluateSeconds;
    private double diagnoseSeconds;

    private PreparedRun(
            OpenedProject project,
            CalibrationResult calibration,
            TargetRuntime target,
            int samples,
            List<Metric> metrics,
            double loadSeconds,
            double calibrateSeconds) {
        this.project = project;
        this.calibration = calibration;
        this.target = target;
        this.samples = samples;
        this.metrics = metrics;
        this.loadSeconds = loadSeconds;
        this.calibrateSeconds = calibrateSeconds;
        this.session = new EvaluationSession(
                project.graph(),
                project.data(),
                EvaluationOptions.ofSamples(samples).withMetrics(metrics));
    }

    /** A model that was opened and can run. */
    record Opened(OpenedProject project, double seconds) {}

    static Opened open(OpenRequest request, ProgressLine progress) {
        progress.say("opening");
        long start = System.nanoTime();
        OpenedProject project = ProjectOpener.open(request);
        ProjectOpener.requireRunnable(project.modelName(), project.model());
        return new Opened(project, secondsSince(start));
    }

    /**
     * @param samplesOf how many samples to use of as many as there are
     * @param metrics what to measure; empty: what fits
     */
    static PreparedRun of(
            Opened opened,
            TargetRuntime target,
            IntUnaryOperator samplesOf,
            List<Metric> metrics,
            ProgressLine progress) {
        long start = System.nanoTime();
        CalibrationResult calibration =
                opened.project().calibrate(progress.counting("calibrating: sample"), Cancellation.NEVER);
        int samples = samplesOf.applyAsInt(opened.project().data().size());
        return new PreparedRun(
                opened.project(), calibration, target, samples, metrics, opened.seconds(), secondsSince(start));
    }

    /** Does {@code work} and counts its time as evaluation. */
    <T> T evaluating(Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            evaluateSeconds += secondsSince(start);
        }
    }

    /** Does {@code work} and counts its time as that of cures. */
    <T> T improving(Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            improveSeconds += secondsSince(start);
        }
    }

    /** Why {@code result} is what it is; counted as diagnosis. */
    Diagnosis diagnose(EvaluationResult result) {
        long start = System.nanoTime();
        CalibrationResult seen = Diagnosis.atEvaluation(project.graph(), project.data(), Cancellation.NEVER);
        Diagnosis diagnosis = Diagnosis.of(result, calibration, Optional.of(seen));
        diagnoseSeconds += secondsSince(start);
        return diagnosis;
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    OpenedProject project() {
        return project;
    }

    CalibrationResult calibration() {
        return calibration;
    }

    TargetRuntime target() {
        return target;
    }

    int samples() {
        return samples;
    }

    /** The metrics asked for; empty: what fits. */
    List<Metric> metrics() {
        return metrics;
    }

    EvaluationSession session() {
        return session;
    }

    ObjectNode seconds() {
        ObjectNode seconds =
                ResultJson.object().put("load", rounded(loadSeconds)).put("calibrate", rounded(calibrateSeconds));
        if (improveSeconds > 0) {
            seconds.put("improve", rounded(improveSeconds));
        }
        seconds.put("evaluate", rounded(evaluateSeconds));
        if (diagnoseSeconds > 0) {
            seconds.put("diagnose", rounded(diagnoseSeconds));
        }
        return seconds;
    }

    double totalSeconds() {
        return loadSeconds + calibrateSeconds + improveSeconds + evaluateSeconds + diagnoseSeconds;
    }

    private static double rounded(double seconds) {
        return Math.rint(seconds * 1000) / 1000;
    }

    @Override
    public void close() {
        session.close();
    }
}
