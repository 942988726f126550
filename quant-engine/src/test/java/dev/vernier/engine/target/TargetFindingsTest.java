package dev.vernier.engine.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.Rounding;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.engine.target.TargetFinding.Weight;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule: what is found, and that the usual plans find nothing. */
class TargetFindingsTest {
    private static final Graph GRAPH = ShapeInference.annotate(Graph.builder("net")
            .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 2)))
            .constant("w", TensorData.ofFloats(Shape.of(2, 2), 1, 2, 3, 4))
            .node(new Node("fc", new Gemm(false, true, 1, 1, Clamp.RELU), List.of("x", "w"), List.of("h")))
            .node(new Node("tanh", new Tanh(), List.of("h"), List.of("t")))
            .node(new Node("softmax", new Softmax(1), List.of("t"), List.of("y")))
            .output("y")
            .build());

    private static final QuantSpec INT8 = QuantSpec.activations(Precision.INT8);
    private static final QuantSpec W8 = QuantSpec.weights(Precision.INT8);

    private static List<TargetFinding> find(TargetRuntime target, String layer, QuantSpec w, QuantSpec a) {
        QuantPlan plan = QuantPlan.of(Preset.FP32).withTarget(target).withLayer(layer, new LayerConfig(w, a));
        return TargetFindings.of(GRAPH, plan);
    }

    static Stream<Arguments> cases() {
        TargetRuntime ort = TargetRuntime.ONNXRUNTIME;
        TargetRuntime tfl = TargetRuntime.TFLITE;
        QuantSpec none = QuantSpec.FLOAT;
        QuantSpec fp16 = QuantSpec.ofFloat(Precision.FP16);
        QuantSpec bf16 = QuantSpec.ofFloat(Precision.BF16);
        QuantSpec int4 = QuantSpec.activations(Precision.INT4);
        QuantSpec int6 = QuantSpec.activations(Precision.INT6);
        QuantSpec int16 = QuantSpec.activations(Precision.INT16);
        QuantSpec dynamic = QuantSpec.dynamicActivations();
        QuantSpec byHand = INT8.withRule(RangeRule.Manual.of(-1, 1));
        return Stream.of(
                Arguments.of(ort, "fc", fp16, fp16, Weight.NOTE, "computed in float32"),
                Arguments.of(ort, "fc", bf16, bf16, Weight.NOTE, "computed in float32"),
                Arguments.of(ort, "fc", W8, int16, Weight.NOTE, "operator set 21"),
                Arguments.of(ort, "fc", W8, int4, Weight.NOTE, "operator set 21"),
                Arguments.of(ort, "fc", W8, int6, Weight.NOTE, "stored in 8 bits"),
                Arguments.of(ort, "fc", W8, dynamic, Weight.NOTE, "whole batch"),
                Arguments.of(ort, "fc", W8, dynamic.withSymmetric(true), Weight.REFUSED, "affine 8-bit"),
                Arguments.of(ort, "fc", QuantSpec.weights(Precision.BINARY), none, Weight.NOTE, "stored in 4 bits"),
                Arguments.of(ort, "fc", QuantSpec.weights(Precision.INT5), none, Weight.NOTE, "stored in 8 bits"),
                Arguments.of(ort, "fc", QuantSpec.weights(Precision.INT16), INT8, Weight.NOTE, "widened to float32"),
                Arguments.of(ort, "fc", none, INT8, Weight.NOTE, "need integer weights"),
                Arguments.of(ort, "tanh", none, INT8, Weight.NOTE, "no kernel for it on codes"),
                Arguments.of(
                        ort,
                        "fc",
                        W8,
                        INT8.withRounding(Rounding.HALF_AWAY_FROM_ZERO),
                        Weight.DIFFERS,
                        "rounds half to even"),
                Arguments.of(
                        ort, "fc", W8, INT8.withGranularity(Granularity.CHANNEL), Weight.DIFFERS, "have one scale"),
                Arguments.of(
                        ort,
                        "fc",
                        W8.withGranularity(new Granularity.PerBlock(2)),
                        none,
                        Weight.NOTE,
                        "operator set 21"),
                Arguments.of(
                        tfl, "fc", W8.withGranularity(new Granularity.PerBlock(2)), none, Weight.REFUSED, "one scale"),
                Arguments.of(
                        ort,
                        "fc",
                        QuantSpec.weights(Precision.FP8_E4M3),
                        QuantSpec.activations(Precision.FP8_E4M3),
                        Weight.NOTE,
                        "operator set 19"),
                Arguments.of(
                        tfl, "fc", QuantSpec.weights(Precision.FP8_E5M2), none, Weight.REFUSED, "no type for them"),
                Arguments.of(tfl, "fc", fp16, fp16, Weight.DIFFERS, "activations stay float32"),
                Arguments.of(tfl, "fc", bf16, none, Weight.REFUSED, "bfloat16"),
                Arguments.of(tfl, "fc", W8, int4, Weight.NOTE, "8 or 16 bits"),
                Arguments.of(tfl, "fc", W8, int16.withSymmetric(false), Weight.REFUSED, "zero point 0"),
                Arguments.of(tfl, "fc", W8.withSymmetric(false), INT8, Weight.NOTE, "zero point 0"),
                Arguments.of(tfl, "fc", W8.withNarrowRange(false), INT8, Weight.NOTE, "-127 … 127"),
                Arguments.of(tfl, "fc", QuantSpec.weights(Precision.BINARY), none, Weight.NOTE, "stored in 8 bits"),
                Arguments.of(tfl, "fc", none, INT8, Weight.NOTE, "need integer weights"),
                Arguments.of(tfl, "fc", QuantSpec.weights(Precision.INT16), none, Weight.NOTE, "8 or 4 bits"),
                Arguments.of(tfl, "softmax", none, byHand, Weight.DIFFERS, "always 0 … 1"),
                Arguments.of(tfl, "tanh", none, byHand, Weight.DIFFERS, "always -1 … 1"),
                Arguments.of(tfl, "fc", QuantSpec.FLOAT, dynamic, Weight.REFUSED, "symmetric weights"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatTheTargetDoesOtherwiseIsFound(
            TargetRuntime target, String layer, QuantSpec w, QuantSpec a, Weight weight, String words) {
        assertThat(find(target, layer, w, a)).anySatisfy(f -> {
            assertThat(f.layer()).isEqualTo(layer);
            assertThat(f.weight()).isEqualTo(weight);
            assertThat(f.instead()).contains(words);
            assertThat(f.asked()).isNotBlank();
            assertThat(f.cure()).isNotBlank();
        });
    }

    @Test
    void everyRuleHasACase() {
        int rules = EveryTargetRules.ALL.size() + OnnxRuntimeRules.ALL.size() + TfliteRules.ALL.size();
        long found = cases().map(Arguments::get)
                .flatMap(c -> find((TargetRuntime) c[0], (String) c[1], (QuantSpec) c[2], (QuantSpec) c[3]).stream())
                .map(TargetFinding::instead)
                .distinct()
                .count();
        assertThat(found).isGreaterThanOrEqualTo(rules);
    }

    @Test
    void usualPlansRunAsAsked() {
        for (TargetRuntime target : TargetRuntime.values()) {
            assertThat(find(target, "fc", W8, INT8)).isEmpty();
            assertThat(find(target, "fc", W8, QuantSpec.FLOAT)).isEmpty();
            assertThat(find(target, "fc", QuantSpec.FLOAT, QuantSpec.FLOAT)).isEmpty();
        }
        assertThat(find(TargetRuntime.TFLITE, "fc", W8, QuantSpec.activations(Precision.INT16)))
                .isEmpty();
        assertThat(find(TargetRuntime.TFLITE, "fc", W8, QuantSpec.dynamicActivations()))
                .isEmpty();
    }

    @Test
    void researchHasNoRuntimeToDifferFrom() {
        assertThat(find(TargetRuntime.RESEARCH, "fc", QuantSpec.weights(Precision.BINARY), INT8))
                .isEmpty();
    }

    @Test
    void whatManyLayersShareIsSaidOnce() {
        List<TargetFinding> findings = TargetFindings.of(GRAPH, QuantPlan.of(Preset.INT16X8));
        assertThat(TargetFindings.bySentence(findings))
                .hasSize(1)
                .allSatisfy((sentence, of) ->
                        assertThat(of).extracting(TargetFinding::layer).containsExactly("fc", "tanh", "softmax"));
    }
}
