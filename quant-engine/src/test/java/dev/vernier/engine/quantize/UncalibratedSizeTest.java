package dev.vernier.engine.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.vernier.engine.SmallNetworks;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sizes told without data beside those of the calibrated model. */
class UncalibratedSizeTest {
    private static final Graph GRAPH = SmallNetworks.residual(3);
    private static final Dataset DATA = SmallNetworks.data(GRAPH, 8, 4);
    private static final ModelQuantizer CALIBRATED =
            new ModelQuantizer(GRAPH, CalibrationRun.run(GRAPH, DATA, 8, "eight", Progress.NONE, Cancellation.NEVER));
    private static final UncalibratedSize UNCALIBRATED = new UncalibratedSize(GRAPH);

    @ParameterizedTest
    @EnumSource(Preset.class)
    void sizesNeedNoData(Preset preset) {
        for (TargetRuntime target : TargetRuntime.values()) {
            QuantPlan plan = QuantPlan.of(preset, target, Map.of());
            PlanSize with = PlanSize.of(CALIBRATED.quantize(plan));
            PlanSize without = UNCALIBRATED.of(plan);

            assertThat(without.plan()).isEqualTo(plan);
            assertThat(without.floatBytes()).isEqualTo(with.floatBytes());
            assertThat(without.bytesByLayer().keySet())
                    .containsExactlyElementsOf(with.bytesByLayer().keySet());
            assertThat(without.bytes()).as("%s for %s", preset, target).isCloseTo(with.bytes(), withinPercentage(2));
        }
    }

    @ParameterizedTest
    @EnumSource(TargetRuntime.class)
    void aRuleThatSearchesAndALayerLeftFloatAreTold(TargetRuntime target) {
        LayerConfig searched = Preset.INT8
                .config()
                .withActivations(Preset.INT8.config().activations().withRule(new RangeRule.Percentile(99.9)));
        String name = CALIBRATED.layers().get(1).name();
        QuantPlan clipped = QuantPlan.of(Preset.INT8, target, Map.of(name, searched));
        QuantPlan spared = QuantPlan.of(Preset.INT8, target, Map.of(name, LayerConfig.FLOAT));

        assertThat(UNCALIBRATED.of(clipped).bytes())
                .isEqualTo(UNCALIBRATED
                        .of(QuantPlan.of(Preset.INT8, target, Map.of()))
                        .bytes());
        assertThat(UNCALIBRATED.of(spared).bytes())
                .isGreaterThan(UNCALIBRATED.of(clipped).bytes());
    }
}
