package dev.vernier.engine.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.Histogram;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GivenGridTest {
    private static final QuantSpec AFFINE_WEIGHTS =
            QuantSpec.weights(Precision.INT8).withSymmetric(false).withNarrowRange(false);

    @Test
    void everyCodeOfAFileComesBack() {
        Random random = new Random(31);
        for (int n = 0; n < 200; n++) {
            int channels = 1 + random.nextInt(4);
            byte[] codes = new byte[channels * 256];
            float[] real = new float[codes.length];
            Float[] scales = new Float[channels];
            Integer[] zeroPoints = new Integer[channels];
            for (int c = 0; c < channels; c++) {
                scales[c] = (float) Math.exp(random.nextGaussian() * 5);
                zeroPoints[c] = random.nextInt(256) - 128;
                for (int q = -128; q < 128; q++) {
                    codes[c * 256 + q + 128] = (byte) q;
                    real[c * 256 + q + 128] = (q - zeroPoints[c]) * scales[c];
                }
            }
            RangeRule rule = new RangeRule.Given(8, List.of(scales), List.of(zeroPoints));
            QuantizedWeights q = WeightQuantizer.quantize(
                    TensorData.ofFloats(Shape.of(channels, 256), real), 0, AFFINE_WEIGHTS.withRule(rule));
            assertThat(q.codes()).isEqualTo(TensorData.ofBytes(DataType.INT8, Shape.of(channels, 256), codes));
            assertThat(q.error().mse()).isZero();
        }
    }

    @Test
    void isTakenToTheLastBit() {
        float scale = Math.nextUp(0.1f);
        QuantSpec spec = AFFINE_WEIGHTS.withGranularity(Granularity.TENSOR).withRule(RangeRule.Given.of(8, scale, -7));

        assertThat(WeightQuantizer.quantize(TensorData.ofFloats(Shape.of(2), 1f, 2f), 0, spec)
                        .params())
                .isEqualTo(QuantParams.perTensor(QuantType.INT8, scale, -7));
    }

    @Test
    void atAnotherWidthTheRangeStays() {
        QuantSpec spec = QuantSpec.weights(Precision.INT4)
                .withGranularity(Granularity.TENSOR)
                .withRule(RangeRule.Given.of(8, 0.5f, 0));

        QuantizedWeights q = WeightQuantizer.quantize(TensorData.ofFloats(Shape.of(2), 63.5f, -10f), 0, spec);

        // ±127 · 0.5 over the codes ±7.
        assertThat(q.params().scale()).isEqualTo(63.5f / 7);
        assertThat(q.codes().toInts()).containsExactly(7, -1);
    }

    @Test
    void numbersThatAreNoGridAreNamed() {
        QuantSpec spec = QuantSpec.weights(Precision.INT8).withRule(RangeRule.Given.of(8, 0.5f, 0));
        TensorData weights = TensorData.ofFloats(Shape.of(2, 1), 1f, 2f);

        assertThatThrownBy(() -> WeightQuantizer.quantize(weights, 0, spec))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("gives 1 scales to a tensor that has 2");
        QuantSpec negative = spec.withGranularity(Granularity.TENSOR).withRule(RangeRule.Given.of(8, -1f, 0));
        assertThatThrownBy(() -> WeightQuantizer.quantize(weights, 0, negative))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("scale -1.0");
    }

    /** x → relu → h → identity → y: the identity requantizes, as TensorFlow Lite's QUANTIZE does. */
    private static final Graph GRAPH = Graph.builder("requantized")
            .input(spec("x"))
            .node(new Node("relu", new Relu(), List.of("x"), List.of("h")))
            .node(new Node("again", new Identity(), List.of("h"), List.of("y")))
            .output("y")
            .spec(spec("h"))
            .spec(spec("y"))
            .build();

    private static TensorSpec spec(String name) {
        return new TensorSpec(name, DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 2));
    }

    private static LayerConfig at(float scale, int zeroPoint) {
        return LayerConfig.FLOAT.withActivations(
                QuantSpec.activations(Precision.INT8).withRule(RangeRule.Given.of(8, scale, zeroPoint)));
    }

    private static List<QuantParams> grids(Map<String, LayerConfig> layers) {
        TensorStatistics s = new TensorStatistics(
                2, -1, 1, 0, 1, 0, 0, new Histogram(-1, 1, new long[] {1, 1}), new float[0], new float[0]);
        CalibrationResult calibration = new CalibrationResult(Map.of("x", s, "h", s, "y", s), 1, "by hand");
        QuantPlan plan = QuantPlan.of(Preset.FP32, TargetRuntime.TFLITE, layers);
        return ModelQuantizer.quantize(GRAPH, calibration, plan).graph().nodes().stream()
                .filter(n -> n.op() instanceof QuantizeLinear)
                .map(n -> ((QuantizeLinear) n.op()).params())
                .toList();
    }

    @Test
    void aLayerThatOnlyMovesValuesChangesTheGridIfItIsGivenAnother() {
        assertThat(grids(Map.of("x", at(1, 3), "relu", at(2, -128), "again", at(4, 0))))
                .containsExactly(
                        QuantParams.perTensor(QuantType.INT8, 1, 3),
                        QuantParams.perTensor(QuantType.INT8, 2, -128),
                        QuantParams.perTensor(QuantType.INT8, 4, 0));
    }

    @Test
    void theSameGridIsNotAppliedTwice() {
        assertThat(grids(Map.of("x", at(1, 3), "relu", at(2, -128), "again", at(2, -128))))
                .hasSize(2);
    }

    @Test
    void aFloatLayerCanSayItsReadersGrid() {
        LayerConfig floatWithRange =
                LayerConfig.FLOAT.withActivations(QuantSpec.FLOAT.withRule(RangeRule.Given.of(8, 5, 1)));

        assertThat(grids(Map.of("x", floatWithRange, "relu", at(2, -128))))
                .containsExactly(
                        QuantParams.perTensor(QuantType.INT8, 5, 1), QuantParams.perTensor(QuantType.INT8, 2, -128));
    }

    @Test
    void aGridGivenToTheReaderIsNotItsInputs() {
        // x stays float and says nothing: the range of the data, [-1, 1].
        assertThat(grids(Map.of("relu", at(100, 0))).get(0).scale()).isEqualTo(2f / 255);
    }
}
