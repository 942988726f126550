package dev.vernier.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.SmallNetworks;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class LayerErrorSampleTest {
    private static final int SAMPLES = 48;

    private final Graph graph = SmallNetworks.residual(1);
    private final Dataset data = SmallNetworks.data(graph, SAMPLES, 3);
    private final CalibrationResult calibration =
            CalibrationRun.run(graph, data, SAMPLES, "seeded", Progress.NONE, Cancellation.NEVER);

    private LayerErrorSample sample(String layer, QuantPlan plan) {
        Layer of = Layer.listOf(graph).stream()
                .filter(l -> l.name().equals(layer))
                .findFirst()
                .orElseThrow();
        return LayerErrorSample.of(graph, calibration, plan, of, data, Cancellation.NEVER);
    }

    @Test
    void theAccumulatedErrorIsTheEvaluationsOwn() {
        QuantPlan plan = QuantPlan.of(Preset.INT8);
        LayerErrorSample s = sample("conv_b", plan);
        EvaluationOptions options = new EvaluationOptions(SAMPLES, 1L << 28, SAMPLES);
        try (EvaluationSession session = new EvaluationSession(graph, data, options)) {
            TensorError evaluated = session
                    .evaluate(ModelQuantizer.quantize(graph, calibration, plan), r -> {}, Cancellation.NEVER)
                    .layers()
                    .stream()
                    .filter(l -> l.name().equals("conv_b"))
                    .findFirst()
                    .flatMap(LayerResult::accumulated)
                    .orElseThrow();
            assertThat(s.samples()).isEqualTo(SAMPLES);
            assertThat(s.accumulated().sqnrDb()).isCloseTo(evaluated.sqnrDb(), within(1e-6));
        }
        // alone the layer errs less than with the noise of all that comes before it
        assertThat(sqnr(s.alone())).isGreaterThan(sqnr(s.inPlan()));
        assertThat(s.inPlan().size()).isEqualTo(SAMPLES * 4 * 8 * 8);
    }

    @Test
    void weightsAndActivationsAreToldApart() {
        QuantPlan coarseWeights = QuantPlan.of(Preset.FP32)
                .withLayer("conv_a", LayerConfig.FLOAT.withWeights(QuantSpec.weights(Precision.INT2)));
        LayerErrorSample s = sample("conv_a", coarseWeights);

        assertThat(s.outputOfActivations()).isEmpty();
        assertThat(s.outputOfWeights().orElseThrow()).isEqualTo(s.outputOfLayer());
        assertThat(s.outputOfLayer().sqnrDb()).isLessThan(40);
    }

    @Test
    void aFloatLayerHasNoEffect() {
        LayerErrorSample s = sample("conv_a", QuantPlan.of(Preset.FP32));
        assertThat(s.outputOfLayer().sqnrDb()).isInfinite();
        assertThat(s.changed()).isZero();
        assertThat(s.outputOfWeights()).isEmpty();
    }

    @Test
    void channelsHoldWhatCalibrationSawOfThem() {
        Layer layer = Layer.listOf(graph).stream()
                .filter(l -> l.name().equals("conv_a"))
                .findFirst()
                .orElseThrow();
        List<TensorStatistics> channels = FirstSamples.of(graph, data).channels(layer);
        TensorStatistics all = calibration.statistics().get(layer.output().name());

        assertThat(channels).hasSize(all.channels());
        for (int c = 0; c < channels.size(); c++) {
            assertThat(channels.get(c).min()).isEqualTo(all.channelMin(c));
            assertThat(channels.get(c).max()).isEqualTo(all.channelMax(c));
        }
        assertThat(channels.stream().mapToLong(TensorStatistics::count).sum()).isEqualTo(all.count());
    }

    @Test
    void itStopsWhenAsked() {
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> LayerErrorSample.of(
                        graph,
                        calibration,
                        QuantPlan.of(Preset.INT8),
                        Layer.listOf(graph).get(1),
                        data,
                        () -> true));
    }

    private static double sqnr(ValuePairs pairs) {
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < pairs.size(); i++) {
            signal += pairs.x(i) * pairs.x(i);
            noise += Math.pow(pairs.x(i) - pairs.y(i), 2);
        }
        return TensorError.sqnrDb(signal, noise);
    }
}
