package dev.vernier.app.sensitivity;

import dev.vernier.app.jobs.Job;
import dev.vernier.app.jobs.JobControl;
import dev.vernier.app.project.Project;
import dev.vernier.engine.analyze.LayerAblation;
import dev.vernier.engine.analyze.SensitivityPart;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.QuantPlan;
import java.util.List;

/** Measures every layer of a plan alone and left out, on all samples; answers the nanoseconds it took. */
final class SensitivityJob implements Job<Long> {
    /** Hears what was measured, on the job's thread. */
    interface Listener {
        void whole(EvaluationResult result);

        void layer(SensitivityWay way, String layer, EvaluationResult result);
    }

    private final Project project;
    private final QuantPlan plan;
    private final SensitivityPart part;
    private final SensitivityWay first;
    private final Listener listener;
    private int done;
    private int total;

    /**
     * @param project with data
     * @param first which way is measured first
     */
    SensitivityJob(Project project, QuantPlan plan, SensitivityPart part, SensitivityWay first, Listener listener) {
        this.project = project;
        this.plan = plan;
        this.part = part;
        this.first = first;
        this.listener = listener;
    }

    /** How many evaluations {@code layers} layers take. */
    static int evaluations(int layers) {
        return 2 * layers + 1;
    }

    @Override
    public Long run(JobControl control) {
        long start = System.nanoTime();
        Dataset data = project.data().orElseThrow();
        EvaluationOptions usual = EvaluationOptions.ofSamples(data.size());
        // the window's own session keeps as much again
        EvaluationOptions options = new EvaluationOptions(data.size(), usual.cacheBudgetBytes() / 2, 0)
                .withAlso(List.of(Metric.OUTPUT_SQNR, Metric.KL_DIVERGENCE));
        ModelQuantizer quantizer =
                new ModelQuantizer(project.graph(), project.calibration().orElseThrow());
        try (EvaluationSession session = new EvaluationSession(project.graph(), data, options)) {
            LayerAblation ablation = new LayerAblation(quantizer, session, plan, part);
            total = evaluations(ablation.layers().size());
            measure(ablation, first, control);
            measure(ablation, first == SensitivityWay.ALONE ? SensitivityWay.ALL_BUT : SensitivityWay.ALONE, control);
        }
        return System.nanoTime() - start;
    }

    private void measure(LayerAblation ablation, SensitivityWay way, JobControl control) {
        if (way == SensitivityWay.ALL_BUT) {
            say(control, "the whole plan");
            listener.whole(ablation.whole(control.cancellation()));
        }
        for (String layer : ablation.layers()) {
            say(control, layer + " " + way.words());
            EvaluationResult r = way == SensitivityWay.ALONE
                    ? ablation.alone(layer, control.cancellation())
                    : ablation.allBut(layer, control.cancellation());
            listener.layer(way, layer, r);
        }
    }

    private void say(JobControl control, String what) {
        control.progress().report(done++, total);
        control.say(what + ", " + done + " of " + total);
    }
}
