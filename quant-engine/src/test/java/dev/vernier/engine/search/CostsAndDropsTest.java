package dev.vernier.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.SmallNetworks;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostsAndDropsTest {
    private static double drop(Metric metric, OptionalDouble baseline, double value) {
        MetricValue v = new MetricValue(baseline, value, Optional.empty(), Optional.empty());
        return Drop.of(metric, Map.of(metric, v));
    }

    @Test
    void aDropIsToldInPointsWhateverTheMetric() {
        assertThat(drop(Metric.TOP1, OptionalDouble.of(0.813), 0.803)).isCloseTo(1, within(1e-9));
        assertThat(drop(Metric.AGREEMENT, OptionalDouble.empty(), 0.97)).isCloseTo(3, within(1e-9));
        assertThat(drop(Metric.MSE, OptionalDouble.of(0.04), 0.041)).isCloseTo(2.5, within(1e-9));
        assertThat(drop(Metric.OUTPUT_SQNR, OptionalDouble.empty(), 20)).isCloseTo(1, within(1e-9));
        assertThat(drop(Metric.OUTPUT_SQNR, OptionalDouble.empty(), Double.POSITIVE_INFINITY))
                .isZero();
        assertThat(drop(Metric.KL_DIVERGENCE, OptionalDouble.empty(), 0.02)).isCloseTo(2, within(1e-9));
    }

    @Test
    void bitOperationsAreProductsOfBits() {
        Graph graph = ShapeInference.annotate(SmallNetworks.branches(1));
        ModelQuantizer quantizer = new ModelQuantizer(
                graph,
                CalibrationRun.run(
                        graph, SmallNetworks.data(graph, 8, 1), 8, "seeded", Progress.NONE, Cancellation.NEVER));
        // left: 8×8 pixels, 3 channels, 3×3 of 2; right: 8×8, 2, 1×1 of 2; mix: 8×8, 4, 1×1 of 5; hidden 64×8; head 8×4
        long left = 64 * 3 * 18;
        long rest = 64 * 2 * 2 + 64 * 4 * 5 + 64 * 8 + 8 * 4;
        QuantPlan int8 = QuantPlan.of(Preset.INT8);
        assertThat(BitOperations.of(quantizer.quantize(int8))).isEqualTo((left + rest) * 8 * 8);
        assertThat(Cost.BOPS.of(quantizer.quantize(int8.withLayer("left", Preset.INT4.config()))))
                .isEqualTo(left * 4 * 8 + rest * 8 * 8);
        assertThat(BitOperations.of(quantizer.quantize(int8.withLayer("left", LayerConfig.FLOAT))))
                .isEqualTo(left * 32 * 32 + rest * 8 * 8);
    }

    @ParameterizedTest
    @CsvSource({
        "w4a8,int4,int8",
        "w8a16,int8,int16",
        "w16a16,fp16,fp16",
        "w32a32,fp32,fp32",
        "w8a32,int8,fp32",
        "w5a6,int5,int6",
        "int16x8,int8,int16"
    })
    void aChoiceIsAPresetOrAPairOfBits(String label, String weights, String activations) {
        PrecisionChoice choice = PrecisionChoice.ofLabel(label).orElseThrow();
        assertThat(choice.config().weights().precision().label()).isEqualTo(weights);
        assertThat(choice.config().activations().precision().label()).isEqualTo(activations);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "int9", "w1a8", "w9a8", "w7", "w8a", "a8w8", "w08a8", "w8a99"})
    void whatIsNoChoiceIsNone(String label) {
        assertThat(PrecisionChoice.ofLabel(label)).isEmpty();
    }
}
