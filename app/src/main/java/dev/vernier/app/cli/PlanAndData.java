package dev.vernier.app.cli;

import dev.vernier.app.workbench.OpenRequest;
import picocli.CommandLine.Mixin;

/** What every command takes that runs a model under one plan on data. */
final class PlanAndData {
    @Mixin
    private ModelAndData what;

    @Mixin
    private PlanOptions plans;

    @Mixin
    private MetricOption metric;

    @Mixin
    private QuantizationOptions quantization;

    @Mixin
    private CommonOptions common;

    CommonOptions common() {
        return common;
    }

    QuantizationOptions quantization() {
        return quantization;
    }

    /** @throws picocli.CommandLine.ParameterException if a number is not one that can be meant, or options exclude each other */
    void check() {
        common.check();
        plans.check(common);
    }

    /**
     * Opens, plans, calibrates, and does {@code work}.
     *
     * @throws picocli.CommandLine.ParameterException if a model of one's own has no data
     */
    void run(PlannedRun.Work work) {
        OpenRequest request = what.requestWithData(common, plans.file());
        PlannedRun.with(
                request,
                model -> plans.plan(model, quantization.target()),
                metric.metrics(),
                quantization,
                common,
                work);
    }
}
