package dev.vernier.app.cli;

import dev.vernier.app.workbench.OpenedProject;
import dev.vernier.engine.analyze.Improvement;
import dev.vernier.engine.analyze.PlanImprover;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.QuantPlan;
import java.util.Set;

/** A plan with the cures that {@code --improve} asks for. */
final class ImprovedPlan {
    private ImprovedPlan() {}

    /** {@code asked} itself where no cure is asked for, or its preset leaves weights in floats. */
    static QuantPlan of(
            QuantPlan asked,
            Set<Improvement> improvements,
            OpenedProject project,
            CalibrationResult calibration,
            long seed,
            ProgressLine progress) {
        boolean nothingToCure = asked.preset().config().weights().precision().isFloat()
                && asked.overrides().isEmpty();
        if (improvements.isEmpty() || nothingToCure) {
            return asked;
        }
        return new PlanImprover(new ModelQuantizer(project.graph(), calibration), seed)
                .improve(
                        asked,
                        improvements,
                        (what, done, total) -> progress.count(what.title() + ": part", done, total),
                        Cancellation.NEVER);
    }
}
