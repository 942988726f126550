package dev.vernier.app.compare;

import dev.vernier.app.project.Project;
import dev.vernier.app.workbench.TechniqueComparison;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.runtime.RuntimeTiming;
import java.util.List;
import java.util.Optional;
import javafx.concurrent.Task;

/** Measures every technique on all samples, and how long each takes in ONNX Runtime; then the plans made by hand, their time only. */
final class CompareTask extends Task<Long> {
    /** Presets share little but the float model's answers, which are kept apart from this. */
    private static final long CACHE_BYTES = 64L << 20;

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
    private final Cancellation cancellation = this::isCancelled;

    /** @param project with data */
    CompareTask(Project project, TargetRuntime target, List<QuantPlan> madeByHand, Listener listener) {
        this.project = project;
        this.target = target;
        this.madeByHand = List.copyOf(madeByHand);
        this.listener = listener;
        updateTitle("Comparing techniques");
    }

    /** @return nanoseconds it took */
    @Override
    protected Long call() {
        long start = System.nanoTime();
        Dataset data = project.data().orElseThrow();
        CalibrationResult calibration = project.calibration().orElseThrow();
        try (EvaluationSession session =
                new EvaluationSession(project.graph(), data, new EvaluationOptions(data.size(), CACHE_BYTES, 0))) {
            Preset[] presets = Preset.values();
            for (int i = 0; i < presets.length; i++) {
                int done = i;
                Preset preset = presets[i];
                say(preset.label(), done, 0);
                TechniqueComparison.Row row = TechniqueComparison.row(
                        project.graph(),
                        calibration,
                        QuantPlan.of(preset).withTarget(target),
                        session,
                        r -> {
                            listener.scored(preset, PlanScore.of(r));
                            say(preset.label(), done, (double) r.samples() / r.totalSamples());
                        },
                        cancellation);
                Optional<EvaluationResult> result = row.result();
                if (result.isPresent()) {
                    listener.scored(preset, PlanScore.of(result.get()));
                    time(result.get().model(), data);
                } else {
                    listener.impossible(preset, row.reason());
                }
            }
        }
        for (QuantPlan plan : madeByHand) {
            cancellation.check();
            time(ModelQuantizer.quantize(project.graph(), calibration, plan), data);
        }
        return System.nanoTime() - start;
    }

    private void say(String technique, int done, double share) {
        int all = Preset.values().length;
        updateMessage(technique + ", " + (done + 1) + " of " + all);
        updateProgress(done + share, all);
    }

    private void time(QuantizedModel model, Dataset data) {
        try {
            int threads = Runtime.getRuntime().availableProcessors();
            listener.timed(
                    model.plan(), RuntimeTime.of(RuntimeTiming.millisPerSample(model, data, threads, cancellation)));
        } catch (VernierException notThere) {
            listener.timed(model.plan(), RuntimeTime.none(notThere.getMessage()));
        }
    }
}
