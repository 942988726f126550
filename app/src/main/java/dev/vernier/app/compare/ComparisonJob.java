package dev.vernier.app.compare;

import dev.vernier.app.jobs.Job;
import dev.vernier.app.jobs.JobControl;
import dev.vernier.app.project.Project;
import dev.vernier.app.workbench.TechniqueComparison;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.PlanScore;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.runtime.RuntimeTiming;
import java.util.List;
import java.util.Optional;

/** Measures every technique on all samples, and how long each takes in ONNX Runtime; then the plans made by hand, their time only. */
final class ComparisonJob implements Job<Long> {
    /** Presets share little but the float model's answers, which are kept apart from this. */
    private static final long CACHE_BYTES = 64L << 20;

    /** Of a technique's share of the progress. */
    private static final int PARTS = 100;

    /** Hears what was measured, on the task's thread. */
    interface Listener {
        void scored(Preset preset, PlanScore score);

        void impossible(Preset preset, String reason);

        void timed(QuantPlan plan, RuntimeTime time);
    }

    private final Project project;
    private final TargetRuntime target;
    private final List<QuantPlan> madeByHand;
    private final Listener listener;

    /** @param project with data */
    ComparisonJob(Project project, TargetRuntime target, List<QuantPlan> madeByHand, Listener listener) {
        this.project = project;
        this.target = target;
        this.madeByHand = List.copyOf(madeByHand);
        this.listener = listener;
    }

    /** @return nanoseconds it took */
    @Override
    public Long run(JobControl control) {
        long start = System.nanoTime();
        Dataset data = project.data().orElseThrow();
        CalibrationResult calibration = project.calibration().orElseThrow();
        try (EvaluationSession session = new EvaluationSession(
                project.graph(),
                data,
                new EvaluationOptions(data.size(), CACHE_BYTES, 0, List.of(), List.of(Metric.values())))) {
            Preset[] presets = Preset.values();
            for (int i = 0; i < presets.length; i++) {
                int done = i;
                Preset preset = presets[i];
                say(control, preset.label(), done, 0);
                TechniqueComparison.Row row = TechniqueComparison.row(
                        project.graph(),
                        calibration,
                        QuantPlan.of(preset).withTarget(target),
                        session,
                        r -> {
                            listener.scored(preset, PlanScore.of(r));
                            say(control, preset.label(), done, (double) r.samples() / r.totalSamples());
                        },
                        control.cancellation());
                Optional<EvaluationResult> result = row.result();
                if (result.isPresent()) {
                    listener.scored(preset, PlanScore.of(result.get()));
                    time(result.get().model(), data, control.cancellation());
                } else {
                    listener.impossible(preset, row.reason());
                }
            }
        }
        for (QuantPlan plan : madeByHand) {
            control.cancellation().check();
            time(ModelQuantizer.quantize(project.graph(), calibration, plan), data, control.cancellation());
        }
        return System.nanoTime() - start;
    }

    private static void say(JobControl control, String technique, int done, double share) {
        int all = Preset.values().length;
        control.progress().report(Math.round((done + share) * PARTS), (long) all * PARTS);
        control.say(technique + ", " + (done + 1) + " of " + all + control.timeLeft());
    }

    private void time(QuantizedModel model, Dataset data, Cancellation cancellation) {
        try {
            int threads = Runtime.getRuntime().availableProcessors();
            listener.timed(
                    model.plan(), RuntimeTime.of(RuntimeTiming.millisPerSample(model, data, threads, cancellation)));
        } catch (VernierException notThere) {
            listener.timed(model.plan(), RuntimeTime.none(notThere.getMessage()));
        }
    }
}
