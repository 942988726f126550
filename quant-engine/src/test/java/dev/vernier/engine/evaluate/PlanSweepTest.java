package dev.vernier.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.SmallNetworks;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.tensor.NativeMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many plans at once answer what each answers by itself, with less work and without holding on to memory. */
class PlanSweepTest {
    private static final int SAMPLES = 101;
    private static final List<Preset> PRESETS = List.of(
            Preset.INT8, Preset.FP16, Preset.DYNAMIC, Preset.INT16X8, Preset.W8, Preset.INT4, Preset.BF16, Preset.FP32);

    private final EvaluationOptions options =
            new EvaluationOptions(SAMPLES, 1L << 30, 0).withAlso(List.of(Metric.OUTPUT_SQNR, Metric.KL_DIVERGENCE));

    private static ModelQuantizer quantizer(Graph graph, Dataset data) {
        CalibrationResult calibration =
                CalibrationRun.run(graph, data, 64, "seeded", Progress.NONE, Cancellation.NEVER);
        return new ModelQuantizer(graph, calibration);
    }

    /** Each preset throughout, and with each layer alone and left out. */
    private static List<QuantPlan> plans(ModelQuantizer quantizer) {
        List<QuantPlan> plans = new ArrayList<>();
        for (Preset preset : PRESETS) {
            QuantPlan plan = QuantPlan.of(preset);
            quantizer.layers().forEach(l -> {
                plans.add(QuantPlan.of(Preset.FP32).withLayer(l.name(), preset.config()));
                plans.add(plan.withLayer(l.name(), LayerConfig.FLOAT));
            });
            plans.add(plan);
        }
        return plans;
    }

    @ParameterizedTest
    @ValueSource(strings = {"residual", "branches"})
    void eachResultIsThatOfAnEvaluationOfItsOwnBitForBit(String network) {
        Graph graph = network.equals("residual") ? SmallNetworks.residual(1) : SmallNetworks.branches(2);
        Dataset data = SmallNetworks.data(graph, SAMPLES, 3);
        ModelQuantizer quantizer = quantizer(graph, data);
        List<QuantizedModel> models =
                plans(quantizer).stream().map(quantizer::quantize).collect(Collectors.toList());
        try (EvaluationSession session = new EvaluationSession(graph, data, options)) {
            List<EvaluationResult> together = session.evaluateAll(models, r -> {}, Cancellation.NEVER);
            assertThat(together).hasSameSizeAs(models);
            for (int i = 0; i < models.size(); i++) {
                EvaluationResult alone = session.evaluate(models.get(i), r -> {}, Cancellation.NEVER);
                assertThat(together.get(i).model()).isSameAs(models.get(i));
                assertThat(together.get(i).isFinal()).isTrue();
                assertThat(together.get(i).metrics())
                        .as(network + " " + models.get(i).plan())
                        .isEqualTo(alone.metrics());
            }
        }
    }

    @Test
    void whatPlansHaveInCommonRunsOnce() {
        Graph graph = SmallNetworks.residual(1);
        Dataset data = SmallNetworks.data(graph, SAMPLES, 3);
        ModelQuantizer quantizer = quantizer(graph, data);
        QuantizedModel model = quantizer.quantize(QuantPlan.of(Preset.INT8));
        try (EvaluationSession session = new EvaluationSession(graph, data, options)) {
            List<EvaluationResult> twice = session.evaluateAll(List.of(model, model), r -> {}, Cancellation.NEVER);
            assertThat(twice.get(0).work().stepsRun()).isPositive();
            assertThat(twice.get(1).work().stepsRun()).isZero();
            assertThat(twice.get(1).work().stepsFromCache())
                    .isEqualTo(twice.get(0).work().stepsRun());
            assertThat(twice.get(1).metrics()).isEqualTo(twice.get(0).metrics());
        }
    }

    @Test
    void itStopsWhenAskedAndGivesItsMemoryBack() {
        Graph graph = SmallNetworks.branches(2);
        Dataset data = SmallNetworks.data(graph, SAMPLES, 3);
        ModelQuantizer quantizer = quantizer(graph, data);
        List<QuantizedModel> models =
                plans(quantizer).stream().map(quantizer::quantize).collect(Collectors.toList());
        long before = NativeMemory.bytesInUse();
        try (EvaluationSession session = new EvaluationSession(graph, data, options)) {
            AtomicInteger asked = new AtomicInteger();
            Cancellation afterSomeSteps = () -> asked.incrementAndGet() > 100;
            assertThatThrownBy(() -> session.evaluateAll(models, r -> {}, afterSomeSteps))
                    .isInstanceOf(CancellationException.class);
            session.evaluateAll(models, r -> {}, Cancellation.NEVER);
            assertThat(session.cachedBytes()).isZero();
        }
        assertThat(NativeMemory.bytesInUse()).isEqualTo(before);
    }
}
