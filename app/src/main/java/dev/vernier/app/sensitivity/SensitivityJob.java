package dev.vernier.app.sensitivity;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.jobs.Job;
import dev.vernier.app.jobs.JobControl;
import dev.vernier.app.project.Project;
import dev.vernier.engine.analyze.Sensitivity;
import dev.vernier.engine.analyze.SensitivityPart;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.QuantPlan;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures every layer of a plan alone and left out, on all samples; answers the nanoseconds it took. */
final class SensitivityJob implements Job<Long> {
    private final Project project;
    private final QuantPlan plan;
    private final SensitivityPart part;
    private final Consumer<Sensitivity> listener;

    /**
     * @param project with data
     * @param listener hears what is known so far, on the job's thread
     */
    SensitivityJob(Project project, QuantPlan plan, SensitivityPart part, Consumer<Sensitivity> listener) {
        this.project = project;
        this.plan = plan;
        this.part = part;
        this.listener = listener;
    }

    /** How many evaluations {@code layers} layers take. */
    static int evaluations(int layers) {
        return 2 * layers + 1;
    }

    @Override
    public Long run(JobControl control) {
        long start = System.nanoTime();
        control.say("the first samples");
        Dataset data = project.data().orElseThrow();
        EvaluationOptions options = EvaluationOptions.ofSamples(data.size())
                .withoutLayerErrors()
                .withAlso(List.of(Metric.OUTPUT_SQNR, Metric.KL_DIVERGENCE));
        ModelQuantizer quantizer =
                new ModelQuantizer(project.graph(), project.calibration().orElseThrow());
        try (EvaluationSession session = new EvaluationSession(project.graph(), data, options)) {
            Map<SensitivityPart, Sensitivity> measured = Sensitivity.measure(
                    quantizer,
                    session,
                    plan,
                    EnumSet.of(part),
                    known -> listener.accept(known.get(part)),
                    (done, total) -> {
                        control.progress().report(done, total);
                        control.say("every layer on " + NumberText.exactCount(done) + " of "
                                + NumberText.exactCount(total) + " samples" + control.timeLeft());
                    },
                    control.cancellation());
            listener.accept(measured.get(part));
        }
        return System.nanoTime() - start;
    }
}
