package dev.vernier.engine.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.Histogram;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.QuantizePerSample;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.RoundToFloat;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lowerings of a dense layer, a sigmoid and a concat, small enough to be read whole. */
class ModelQuantizerTest {
    /** x [N,2] → dense (2→2) → h → sigmoid → s; concat(h, s) → j → reshape → y. */
    private static final Graph GRAPH = Graph.builder("tiny")
            .input(spec("x", 2))
            .constant("w", TensorData.ofFloats(Shape.of(2, 2), 1f, -2f, 0.5f, 0.25f))
            .constant("b", TensorData.ofFloats(Shape.of(2), 0.1f, -0.2f))
            .constant("shape", TensorData.ofLongs(Shape.of(2), -1, 4))
            .node(new Node("dense", new Gemm(false, true, 1, 1, Clamp.NONE), List.of("x", "w", "b"), List.of("h")))
            .node(new Node("sig", new Sigmoid(), List.of("h"), List.of("s")))
            .node(new Node("join", new Concat(1), List.of("h", "s"), List.of("j")))
            .node(new Node("shaped", new Reshape(false), List.of("j", "shape"), List.of("y")))
            .output("y")
            .spec(spec("h", 2))
            .spec(spec("s", 2))
            .spec(spec("j", 4))
            .spec(spec("y", 4))
            .build();

    private static TensorSpec spec(String name, long width) {
        return new TensorSpec(name, DataType.FLOAT32, Shape.of(Shape.UNKNOWN, width));
    }

    private static CalibrationResult calibration() {
        Map<String, TensorStatistics> s = new HashMap<>();
        s.put("x", statistics(-1.28f, 1.27f));
        s.put("h", statistics(-2.55f, 0f));
        s.put("s", statistics(0f, 1f));
        s.put("j", statistics(-2.55f, 1f));
        s.put("y", statistics(-2.55f, 1f));
        return new CalibrationResult(s, 1, "by hand");
    }

    private static TensorStatistics statistics(float min, float max) {
        Histogram h = new Histogram(min, (max - min) / 2, new long[] {1, 1});
        return new TensorStatistics(2, min, max, (min + max) / 2, 1, 0, 0, h, new float[0], new float[0]);
    }

    private static QuantizedModel quantize(QuantPlan plan) {
        return ModelQuantizer.quantize(GRAPH, calibration(), plan);
    }

    private static QuantPlan minMaxInt8() {
        return minMaxInt8("x", "dense", "sig", "join", "shaped");
    }

    private static QuantPlan minMaxInt8(String... layers) {
        QuantPlan plan = QuantPlan.of(Preset.INT8);
        for (String layer : layers) {
            LayerConfig c = plan.configFor(layer);
            plan = plan.withLayer(
                    layer,
                    new LayerConfig(
                            c.weights().withRule(RangeRule.MIN_MAX),
                            c.activations().withRule(RangeRule.MIN_MAX)));
        }
        return plan;
    }

    /** Counted as research counts: no file, numbers alone. */
    private static QuantizedModel numbersOnly(QuantPlan plan) {
        return quantize(plan.withTarget(TargetRuntime.RESEARCH));
    }

    private static List<String> operations(QuantizedModel model) {
        return model.graph().nodes().stream().map(n -> n.op().type()).toList();
    }

    @Test
    void float32LowersToTheSourceItself() {
        QuantizedModel model = quantize(QuantPlan.of(Preset.FP32));
        assertThat(model.graph().nodes()).isEqualTo(GRAPH.nodes());
        assertThat(numbersOnly(QuantPlan.of(Preset.FP32)).sizeBytes()).isEqualTo(4 * (4 + 2));
        assertThat(model.sizeBytes()).isEqualTo(model.floatSizeBytes()).isGreaterThan(4 * (4 + 2));
    }

    @Test
    void int8PutsEveryLayersInputsWeightsAndOutputOnGrids() {
        QuantizedModel model = quantize(minMaxInt8());
        assertThat(operations(model))
                .containsExactly(
                        "QuantizeLinear",
                        "DequantizeLinear", // x
                        "DequantizeLinear",
                        "DequantizeLinear",
                        "Gemm", // weights, bias
                        "QuantizeLinear",
                        "DequantizeLinear", // h on its own grid, because sig reads it too
                        "Sigmoid",
                        "QuantizeLinear",
                        "DequantizeLinear", // s at once on the grid of the concat, its only reader
                        "QuantizeLinear",
                        "DequantizeLinear", // h converted to the grid of the concat
                        "Concat",
                        "Reshape");
        assertThat(model.layer("x").outputParams().orElseThrow().scale()).isEqualTo(0.01f);
        assertThat(model.layer("x").outputParams().orElseThrow().zeroPoint()).isZero();
        assertThat(model.layer("dense").outputParams().orElseThrow().zeroPoint())
                .isEqualTo(127);
        float joined = (1f - -2.55f) / 255;
        assertThat(model.layer("join").outputParams().orElseThrow().scale()).isEqualTo(joined);
        assertThat(model.layer("sig").outputParams())
                .isEqualTo(model.layer("join").outputParams());
        assertThat(model.layer("shaped").outputParams())
                .isEqualTo(model.layer("join").outputParams());
    }

    @Test
    void int8WeightsAreSymmetricPerChannelAndTheBiasHasTheProductOfScales() {
        QuantizedModel model = quantize(minMaxInt8());
        var dense = model.layer("dense");
        var w = dense.weightParams().orElseThrow();
        assertThat(w.axis()).isZero();
        assertThat(w.scales()).containsExactly(2f / 127, 0.5f / 127);
        Node gemm = model.graph().node("dense").orElseThrow();
        Node weight = model.graph().producerOf(gemm.input(1)).orElseThrow();
        // 1 / (2/127) = 63.5 goes to the even code 64; 0.25 / (0.5/127) = 63.5 likewise
        assertThat(model.graph().constant(weight.input(0)).orElseThrow().toInts())
                .containsExactly(64, -127, 127, 64);
        Node bias = model.graph().producerOf(gemm.input(2)).orElseThrow();
        var biasParams = ((DequantizeLinear) bias.op()).params();
        assertThat(biasParams.scale(0)).isEqualTo(0.01f * (2f / 127));
        assertThat(model.graph().constant(bias.input(0)).orElseThrow().toInts())
                .containsExactly(Math.round(0.1f / (0.01f * 2 / 127)), Math.round(-0.2f / (0.01f * 0.5f / 127)));
        // 4 codes, 2 scales, 2 bias values of 32 bits
        assertThat(numbersOnly(minMaxInt8()).layer("dense").sizeBytes()).isEqualTo(4 + 2 * 4 + 2 * 4);
    }

    @Test
    void signsArePackedToTheirBits() {
        // 10 weights in 5 channels: 10 bits, 20 bits or 10 halves of a byte, and 5 scales
        Graph g = Graph.builder("wide")
                .input(spec("x", 2))
                .constant("w", TensorData.ofFloats(Shape.of(5, 2), 1, 2, 3, 4, 5, -6, -7, -8, -9, 10))
                .node(new Node("dense", new Gemm(false, true, 1, 1, Clamp.NONE), List.of("x", "w"), List.of("y")))
                .output("y")
                .spec(spec("y", 5))
                .build();
        Map<Preset, Integer> bytes = Map.of(Preset.BINARY, 2, Preset.TERNARY, 3, Preset.W4, 5);
        bytes.forEach((preset, codes) -> assertThat(ModelQuantizer.quantize(
                                g, calibration(), QuantPlan.of(preset).withTarget(TargetRuntime.RESEARCH))
                        .sizeBytes())
                .as(preset.label())
                .isEqualTo(codes + 5 * 4));
    }

    @Test
    void dynamicQuantizesOnlyInputsOfLayersWithWeights() {
        QuantizedModel model = quantize(QuantPlan.of(Preset.DYNAMIC));
        assertThat(model.graph().nodes().stream().filter(n -> n.op() instanceof QuantizePerSample))
                .singleElement()
                .satisfies(n -> assertThat(n.inputs()).containsExactly("x"));
        assertThat(model.graph().nodes().stream().filter(n -> n.op() instanceof QuantizeLinear))
                .isEmpty();
    }

    @Test
    void halvesAreRoundedWhereTheyAreMadeAndOnce() {
        QuantizedModel model = quantize(QuantPlan.of(Preset.FP16));
        assertThat(model.graph().nodes().stream().filter(n -> n.op() instanceof RoundToFloat))
                .extracting(Node::output)
                .containsExactly("x__fp16", "h", "s");
        assertThat(numbersOnly(QuantPlan.of(Preset.FP16)).sizeBytes()).isEqualTo(2 * (4 + 2));
    }

    @Test
    void whereProducerAndConsumerDisagreeAConversionIsPlacedOnTheEdge() {
        QuantPlan plan = minMaxInt8().withLayer("dense", LayerConfig.FLOAT).withLayer("x", LayerConfig.FLOAT);
        QuantizedModel model = quantize(plan);
        Node dense = model.graph().node("dense").orElseThrow();
        assertThat(dense.inputs()).containsExactly("x", "w", "b");
        Node sig = model.graph().node("sig").orElseThrow();
        Node edge = model.graph().producerOf(sig.input(0)).orElseThrow();
        assertThat(((DequantizeLinear) edge.op()).params().scale()).isEqualTo(2.55f / 255);
        QuantizedModel wide = quantize(minMaxInt8()
                .withLayer("sig", new LayerConfig(QuantSpec.FLOAT, QuantSpec.activations(Precision.INT16))));
        Node wideEdge = wide.graph()
                .producerOf(wide.graph().node("sig").orElseThrow().input(0))
                .orElseThrow();
        assertThat(((DequantizeLinear) wideEdge.op()).params().type().bits()).isEqualTo(16);
    }

    @Test
    void aRangeSetByHandIsTheRange() {
        LayerConfig dense = minMaxInt8().configFor("dense");
        QuantPlan plan = minMaxInt8()
                .withLayer("dense", dense.withActivations(dense.activations().withRule(RangeRule.Manual.of(-1f, 0f))));
        assertThat(quantize(plan).layer("dense").outputParams().orElseThrow().scale())
                .isEqualTo(1f / 255);
    }

    @Test
    void aPlanForAnotherModelIsRefusedByName() {
        assertThatThrownBy(() -> quantize(QuantPlan.of(Preset.INT8).withLayer("conv9", LayerConfig.FLOAT)))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("conv9")
                .hasMessageContaining("tiny");
    }

    @Test
    void aBiasThatDoesNotFitRaisesTheScaleOfItsChannel() {
        Graph graph = Graph.builder("nearly dead")
                .input(spec("x", 2))
                .constant("w", TensorData.ofFloats(Shape.of(2, 2), 1f, -2f, 1e-9f, 0f))
                .constant("b", TensorData.ofFloats(Shape.of(2), 0.1f, 5f))
                .node(new Node("dense", new Gemm(false, true, 1, 1, Clamp.NONE), List.of("x", "w", "b"), List.of("h")))
                .output("h")
                .spec(spec("h", 2))
                .build();
        QuantizedModel model = ModelQuantizer.quantize(graph, calibration(), minMaxInt8("x", "dense"));
        // 2^30 steps of 0.01 · scale are 5
        assertThat(model.layer("dense").weightParams().orElseThrow().scale(1))
                .isEqualTo((float) (5 / (0.01f * 0x1p30)));
        Node bias = model.graph()
                .producerOf(model.graph().node("dense").orElseThrow().input(2))
                .orElseThrow();
        assertThat(model.graph().constant(bias.input(0)).orElseThrow().longAt(1))
                .isCloseTo(1L << 30, within(64L));
    }
}
