package dev.vernier.app.workbench;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Every technique side by side: each preset on the same model, samples and calibration. Immutable.
 *
 * @param rows in the order of {@link Preset}
 */
public record TechniqueComparison(List<Row> rows) {
    /** Techniques that every model must run at; where one of the others cannot, its row says why. */
    private static final Set<Preset> REQUIRED =
            Set.of(Preset.FP32, Preset.FP16, Preset.DYNAMIC, Preset.INT8, Preset.INT16X8, Preset.W8);

    public TechniqueComparison {
        rows = List.copyOf(rows);
    }

    /**
     * One technique.
     *
     * @param result empty where it cannot be done
     * @param reason why it cannot be done, else empty
     */
    public record Row(Preset preset, Optional<EvaluationResult> result, String reason) {}

    /**
     * Evaluates every preset, one after the other.
     *
     * @param onRow hears each row as it is done
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public static TechniqueComparison run(
            Graph graph,
            CalibrationResult calibration,
            TargetRuntime target,
            EvaluationSession session,
            Consumer<Row> onRow,
            Cancellation cancellation) {
        List<Row> rows = new ArrayList<>();
        for (Preset preset : Preset.values()) {
            cancellation.check();
            Row row = row(graph, calibration, QuantPlan.of(preset).withTarget(target), session, cancellation);
            rows.add(row);
            onRow.accept(row);
        }
        return new TechniqueComparison(rows);
    }

    private static Row row(
            Graph graph,
            CalibrationResult calibration,
            QuantPlan plan,
            EvaluationSession session,
            Cancellation cancellation) {
        try {
            EvaluationResult result =
                    session.evaluate(ModelQuantizer.quantize(graph, calibration, plan), r -> {}, cancellation);
            return new Row(plan.preset(), Optional.of(result), "");
        } catch (VernierException e) {
            if (REQUIRED.contains(plan.preset())) {
                throw e;
            }
            return new Row(plan.preset(), Optional.empty(), e.getMessage());
        }
    }
}
