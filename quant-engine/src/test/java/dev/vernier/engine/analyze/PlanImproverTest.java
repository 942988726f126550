package dev.vernier.engine.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.SmallNetworks;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class PlanImproverTest {
    private final Graph graph = ShapeInference.annotate(SmallNetworks.residual(7));
    private final InMemoryDataset data = SmallNetworks.data(graph, 128, 7);
    private final ModelQuantizer quantizer = new ModelQuantizer(
            graph, CalibrationRun.run(graph, data, 128, "seeded", Progress.NONE, Cancellation.NEVER));
    private final PlanImprover improver = new PlanImprover(quantizer, 0);

    private QuantPlan improved(Set<Improvement> which) {
        return improver.improve(QuantPlan.of(Preset.INT4), which, PlanImprover.Listener.NONE, Cancellation.NEVER);
    }

    private double error(QuantPlan plan) {
        try (EvaluationSession session = new EvaluationSession(graph, data, EvaluationOptions.ofSamples(128))) {
            return session.evaluate(quantizer.quantize(plan), r -> {}, Cancellation.NEVER)
                    .meanAbsError();
        }
    }

    @Test
    void learnedRoundingComesNearerThanTheNearestCode() {
        QuantPlan learned = improved(EnumSet.of(Improvement.ADAROUND));
        assertThat(learned.cures().roundings()).containsOnlyKeys("stem", "conv_a", "conv_b", "depthwise", "head");
        assertThat(error(learned)).isLessThan(0.9 * error(QuantPlan.of(Preset.INT4)));
    }

    @Test
    void whatIsLearnedIsTheSameEveryTime() {
        Set<Improvement> all = EnumSet.allOf(Improvement.class);
        assertThat(improved(all)).isEqualTo(improved(all));
    }

    @Test
    void correctedBiasesRestoreTheMean() {
        QuantPlan corrected = improved(EnumSet.of(Improvement.BIAS_CORRECTION));
        assertThat(corrected.cures().biasCorrections()).hasSize(5);
        assertThat(error(corrected)).isLessThan(error(QuantPlan.of(Preset.INT4)));
    }

    @Test
    void whatWasLearnedForOtherWeightsIsNotInEffect() {
        QuantPlan learned = improved(EnumSet.of(Improvement.ADAROUND, Improvement.BIAS_CORRECTION));
        assertThat(error(learned.withPreset(Preset.INT8))).isEqualTo(error(QuantPlan.of(Preset.INT8)));
        assertThat(error(learned.withPreset(Preset.INT8).withPreset(Preset.INT4)))
                .isEqualTo(error(learned));
    }

    @Test
    void aCancelledCureStops() {
        assertThatThrownBy(() -> improver.improve(
                        QuantPlan.of(Preset.INT4),
                        EnumSet.of(Improvement.ADAROUND),
                        PlanImprover.Listener.NONE,
                        () -> true))
                .isInstanceOf(CancellationException.class);
    }
}
