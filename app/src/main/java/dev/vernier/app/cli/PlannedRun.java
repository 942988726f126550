package dev.vernier.app.cli;

import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.ImportedModel;
import java.util.List;
import java.util.function.Function;

/**
 * What every command that quantizes begins with: the model and its data opened, the plan that is asked for, the model calibrated. Handed to
 * the command's own work, and closed behind it.
 */
final class PlannedRun {
    private final PreparedRun run;
    private final QuantPlan asked;
    private final QuantizationOptions quantization;
    private final CommonOptions common;
    private final ProgressLine progress;

    private PlannedRun(
            PreparedRun run,
            QuantPlan asked,
            QuantizationOptions quantization,
            CommonOptions common,
            ProgressLine progress) {
        this.run = run;
        this.asked = asked;
        this.quantization = quantization;
        this.common = common;
        this.progress = progress;
    }

    /** What a command does with it. */
    @FunctionalInterface
    interface Work {
        void on(PlannedRun run);
    }

    /**
     * Opens, plans, calibrates, and does {@code work}.
     *
     * @param plan the plan that is asked for, of the model that is opened
     * @param metrics what to measure; empty: what fits
     */
    static void with(
            OpenRequest request,
            Function<ImportedModel, QuantPlan> plan,
            List<Metric> metrics,
            QuantizationOptions quantization,
            CommonOptions common,
            Work work) {
        try (ProgressLine progress = new ProgressLine(common.commandLine().getErr(), common.terminal())) {
            PreparedRun.Opened opened = PreparedRun.open(request, progress);
            QuantPlan asked = plan.apply(opened.project().model());
            try (PreparedRun run = PreparedRun.of(opened, asked.target(), common::samplesOf, metrics, progress)) {
                work.on(new PlannedRun(run, asked, quantization, common, progress));
            }
        }
    }

    PreparedRun prepared() {
        return run;
    }

    /** The plan as it was asked for, without the cures. */
    QuantPlan asked() {
        return asked;
    }

    ProgressLine progress() {
        return progress;
    }

    /** The plan asked for with the cures asked for; learning them is counted. */
    QuantPlan improved() {
        return improved(asked);
    }

    /** {@code plan} with the cures asked for; learning them is counted. */
    QuantPlan improved(QuantPlan plan) {
        if (quantization.improvements().isEmpty()) {
            return plan;
        }
        return run.improving(() -> ImprovedPlan.of(
                plan, quantization.improvements(), run.project(), run.calibration(), common.seed(), progress));
    }

    QuantizedModel quantized(QuantPlan plan) {
        return ModelQuantizer.quantize(run.project().graph(), run.calibration(), plan);
    }

    /** {@code plan} on all the samples asked for, with progress; counted as evaluation. */
    EvaluationResult evaluated(QuantPlan plan) {
        progress.say("evaluating");
        return run.evaluating(() -> run.session()
                .evaluate(
                        quantized(plan),
                        r -> progress.count("evaluating: sample", r.samples(), r.totalSamples()),
                        Cancellation.NEVER));
    }
}
