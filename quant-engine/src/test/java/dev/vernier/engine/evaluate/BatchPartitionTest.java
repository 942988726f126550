package dev.vernier.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.SmallNetworks;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.exec.BatchPartition;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchPartitionTest {
    private static final int SAMPLES = 70;

    /**
     * Whatever batches samples are divided into, every metric is the same, bit for bit; but for batches of one sample, for which oneDNN
     * multiplies by a vector instead of a matrix: there what is counted is the same.
     */
    @ParameterizedTest
    @EnumSource(
            value = Preset.class,
            names = {"FP32", "DYNAMIC", "INT8", "INT16X8", "INT4"})
    void metricsDoNotDependOnHowSamplesAreDivided(Preset preset) {
        for (Graph graph : List.of(SmallNetworks.residual(1), SmallNetworks.branches(2))) {
            Dataset data = SmallNetworks.data(graph, SAMPLES, 3);
            CalibrationResult calibration =
                    CalibrationRun.run(graph, data, 32, "seeded", Progress.NONE, Cancellation.NEVER);
            QuantizedModel model = ModelQuantizer.quantize(graph, calibration, QuantPlan.of(preset));
            Map<Integer, Map<Metric, MetricValue>> bySize = new LinkedHashMap<>();
            for (int size : new int[] {1, 2, 7, 32, 64}) {
                EvaluationOptions options =
                        new EvaluationOptions(SAMPLES, 1 << 20, 16).withAlso(List.of(Metric.values()));
                try (SessionState state = new SessionState(graph, data, options, new BatchPartition(SAMPLES, size))) {
                    bySize.put(
                            size,
                            new PlanEvaluation(state, model)
                                    .run(r -> {}, Cancellation.NEVER)
                                    .metrics());
                }
            }
            for (int size : new int[] {2, 7, 32}) {
                assertThat(bySize.get(size))
                        .as(graph.name() + " in batches of " + size)
                        .isEqualTo(bySize.get(64));
            }
            for (Metric counted : List.of(Metric.TOP1, Metric.TOP5, Metric.AGREEMENT)) {
                assertThat(bySize.get(1).get(counted))
                        .as(graph.name() + " one by one: " + counted)
                        .isEqualTo(bySize.get(64).get(counted));
            }
        }
    }

    /** 110 × 110 places of 64 channels, each of 3·3·64 products: 446 million; a core takes more than 10 ms for it. */
    @Test
    void aCostlyLayerHasABatchOfItsOwnForEachSample() {
        assertThat(BatchPartition.of(convolution(110), 100, 2)).isEqualTo(new BatchPartition(100, 1));
        assertThat(BatchPartition.of(convolution(110), 100, 1)).isEqualTo(new BatchPartition(100, 1));
    }

    /** 28 × 28 places of 64 channels, each of 3·3·64 products: 29 million, and 200,704 bytes; 6 of them take less than 10 ms. */
    @Test
    void aBatchHoldsAPowerOfTwoOfCostlySamples() {
        assertThat(BatchPartition.of(convolution(28), 1000, 2).size()).isEqualTo(4);
    }

    @Test
    void cheapSamplesFillLargeBatchesAndFewAreSharedAmongTheCores() {
        Graph small = SmallNetworks.residual(1);
        assertThat(BatchPartition.of(small, 5000, 2).size()).isEqualTo(128);
        assertThat(BatchPartition.of(small, 2000, 2).size()).isEqualTo(64);
        assertThat(BatchPartition.of(small, 800, 2).size()).isEqualTo(32);
        assertThat(BatchPartition.of(small, 2000, 1).size()).isEqualTo(64);
        assertThat(BatchPartition.of(small, 40, 2).size()).isEqualTo(20);
        assertThat(BatchPartition.of(small, 6, 2).size()).isEqualTo(8);
    }

    private static Graph convolution(int side) {
        TensorData weights = TensorData.ofFloats(Shape.of(64, 64, 3, 3), new float[64 * 64 * 9]);
        return Graph.builder("one")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(1, 64, side, side)))
                .constant("w", weights)
                .node(new Node(
                        "conv",
                        new Conv(
                                List.of(1, 1),
                                Padding.explicit(List.of(1, 1), List.of(1, 1)),
                                List.of(1, 1),
                                1,
                                ImageLayout.CHANNELS_FIRST,
                                Clamp.NONE),
                        List.of("x", "w"),
                        List.of("y")))
                .spec(new TensorSpec("y", DataType.FLOAT32, Shape.of(1, 64, side, side)))
                .output("y")
                .build();
    }
}
