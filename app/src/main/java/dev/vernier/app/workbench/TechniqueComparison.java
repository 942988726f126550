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
import java.util.function.UnaryOperator;

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
        return run(graph, calibration, target, UnaryOperator.identity(), session, onRow, cancellation);
    }

    /**
     * Evaluates every preset with the cures that {@code improve} gives it.
     *
     * @param onRow hears each row as it is done
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public static TechniqueComparison run(
            Graph graph,
            CalibrationResult calibration,
            TargetRuntime target,
            UnaryOperator<QuantPlan> improve,
            EvaluationSession session,
            Consumer<Row> onRow,
            Cancellation cancellation) {
        List<Row> rows = new ArrayList<>();
        for (Preset preset : Preset.values()) {
            cancellation.check();
            QuantPlan plan = improve.apply(QuantPlan.of(preset).withTarget(target));
            Row row = row(graph, calibration, plan, session, growing -> {}, cancellation);
            rows.add(row);
            onRow.accept(row);
        }
        return new TechniqueComparison(rows);
    }

    /**
     * One technique of the comparison.
     *
     * @param plan a preset as it is
     * @param onResult hears the results before the final one
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public static Row row(
            Graph graph,
            CalibrationResult calibration,
            QuantPlan plan,
            EvaluationSession session,
            Consumer<EvaluationResult> onResult,
            Cancellation cancellation) {
        try {
            EvaluationResult result =
                    session.evaluate(ModelQuantizer.quantize(graph, calibration, plan), onResult, cancellation);
            return new Row(plan.preset(), Optional.of(result), "");
        } catch (VernierException e) {
            if (REQUIRED.contains(plan.preset())) {
                throw e;
            }
            return new Row(plan.preset(), Optional.empty(), e.getMessage());
        }
    }
}
