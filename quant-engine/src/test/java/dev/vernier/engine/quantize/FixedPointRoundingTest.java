package dev.vernier.engine.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.Histogram;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.RoundAwayFrom;
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

class FixedPointRoundingTest {
    @Test
    void stepsAreTheResultsScaleShifted() {
        // 0.5 · 0.25 / 1 = 1/2 · 2^-2: two bits are shifted out. 0.5 · 2 / 1 = 1: none is.
        QuantParams steps =
                FixedPointRounding.steps(0.5f, new float[] {0.25f, 2f}, 1f, 3).orElseThrow();

        assertThat(steps.scales()).containsExactly(0.25f, 1f);
        assertThat(steps.axis()).isEqualTo(3);
        assertThat(FixedPointRounding.steps(0.5f, new float[] {2f}, 1f, 3)).isEmpty();
    }

    /** gemmlowp's integer arithmetic, the shift to the right rounded upwards as by adding half of what is shifted out. */
    private static int rescaledInIntegers(int sum, double factor) {
        int exponent = Math.getExponent(factor) + 1;
        long multiplier = Math.round(Math.scalb(factor, 31 - exponent));
        long product = sum * multiplier;
        long nudge = product >= 0 ? 1 << 30 : 1 - (1 << 30);
        int high = (int) ((product + nudge) / (1L << 31));
        int shift = -exponent;
        return shift == 0 ? high : high + (1 << (shift - 1)) >> shift;
    }

    @Test
    void roundsAsIntegerKernelsDo() {
        Random random = new Random(17);
        int twice = 0;
        for (int n = 0; n < 2000; n++) {
            float weightScale = (float) (0.001 + 0.02 * random.nextDouble());
            float outputScale = (float) (weightScale * (2 + 200 * random.nextDouble()));
            int[] x = random.ints(3, -128, 128).toArray();
            int[] w = random.ints(3, -127, 128).toArray();
            int bias = random.nextInt(4001) - 2000;
            int sum = bias;
            for (int i = 0; i < 3; i++) {
                sum += x[i] * w[i];
            }
            double factor = (double) weightScale / outputScale;
            int expected = Math.max(-128, Math.min(127, rescaledInIntegers(sum, factor)));

            float answer = dense(x, w, bias, weightScale, outputScale, TargetRuntime.TFLITE);
            assertThat(Math.round(answer / outputScale))
                    .as("%d · %s", sum, factor)
                    .isEqualTo(expected);
            twice += Math.rint(sum * factor) != rescaledInIntegers(sum, factor) ? 1 : 0;
        }
        assertThat(twice).as("sums that rounding once would get wrong").isPositive();
    }

    /** A dense layer of three inputs of scale 1 through the whole lowering. */
    private static float dense(int[] x, int[] w, int bias, float weightScale, float outputScale, TargetRuntime target) {
        Graph graph = Graph.builder("dense")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(1, 3)))
                .constant("w", TensorData.ofFloats(Shape.of(1, 3), real(w, weightScale)))
                .constant("b", TensorData.ofFloats(Shape.of(1), bias * weightScale))
                .node(new Node("dense", new Gemm(false, true, 1, 1, Clamp.NONE), List.of("x", "w", "b"), List.of("y")))
                .output("y")
                .spec(new TensorSpec("y", DataType.FLOAT32, Shape.of(1, 1)))
                .build();
        LayerConfig dense = new LayerConfig(
                QuantSpec.weights(Precision.INT8).withRule(RangeRule.Given.of(8, weightScale, 0)),
                at(outputScale, 0).activations());
        QuantPlan plan = QuantPlan.of(Preset.FP32, target, Map.of("x", at(1, 0), "dense", dense));
        Graph lowered = ModelQuantizer.quantize(graph, calibration(), plan).graph();
        TensorData input = TensorData.ofFloats(Shape.of(1, 3), real(x, 1));
        return Interpreter.run(lowered, Map.of("x", input), List.of("y"))
                .get("y")
                .toFloats()[0];
    }

    private static float[] real(int[] codes, float scale) {
        float[] x = new float[codes.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = codes[i] * scale;
        }
        return x;
    }

    private static LayerConfig at(float scale, int zeroPoint) {
        return LayerConfig.FLOAT.withActivations(
                QuantSpec.activations(Precision.INT8).withRule(RangeRule.Given.of(8, scale, zeroPoint)));
    }

    private static CalibrationResult calibration() {
        TensorStatistics s = new TensorStatistics(
                2, -1, 1, 0, 1, 0, 0, new Histogram(-1, 1, new long[] {1, 1}), new float[0], new float[0]);
        return new CalibrationResult(Map.of("x", s, "y", s), 1, "by hand");
    }

    @Test
    void averagesHalfwayBetweenCodesGoAwayFromCodeZero() {
        // Zero point -1: the codes of 1 and 2 are 0 and 1, of -2 and -3 are -3 and -4.
        assertThat(average(1, 2)).isEqualTo(2);
        assertThat(average(-2, -3)).isEqualTo(-3);
        // Codes -1 and 0, whose middle is below code 0: to -1, the real value 0.
        assertThat(average(0, 1)).isEqualTo(0);
    }

    private static float average(float a, float b) {
        Graph graph = Graph.builder("pool")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(1, 1, 2, 1)))
                .node(new Node(
                        "pool",
                        new AveragePool(
                                List.of(1, 2),
                                List.of(1, 2),
                                Padding.VALID,
                                List.of(1, 1),
                                false,
                                false,
                                ImageLayout.CHANNELS_LAST),
                        List.of("x"),
                        List.of("y")))
                .output("y")
                .spec(new TensorSpec("y", DataType.FLOAT32, Shape.of(1, 1, 1, 1)))
                .build();
        QuantPlan plan = QuantPlan.of(Preset.FP32, TargetRuntime.TFLITE, Map.of("x", at(1, -1), "pool", at(1, -1)));
        Graph lowered = ModelQuantizer.quantize(graph, calibration(), plan).graph();
        assertThat(lowered.nodes()).anyMatch(n -> n.op() instanceof RoundAwayFrom);
        TensorData input = TensorData.ofFloats(Shape.of(1, 1, 2, 1), a, b);
        return Interpreter.run(lowered, Map.of("x", input), List.of("y"))
                .get("y")
                .toFloats()[0];
    }

    @Test
    void otherRuntimesRoundOnce() {
        // 2 · 0.25 lies halfway between the codes 0 and 1: up here, to the even one there.
        assertThat(dense(new int[] {2, 0, 0}, new int[] {1, 0, 0}, 0, 0.25f, 1, TargetRuntime.TFLITE))
                .isEqualTo(1);
        assertThat(dense(new int[] {2, 0, 0}, new int[] {1, 0, 0}, 0, 0.25f, 1, TargetRuntime.ONNXRUNTIME))
                .isEqualTo(0);
    }
}
