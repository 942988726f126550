package dev.vernier.engine.equalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.SmallNetworks;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossLayerEqualizationTest {
    private static CalibrationResult calibrate(Graph graph, InMemoryDataset data) {
        return CalibrationRun.run(graph, data, data.size(), "seeded", Progress.NONE, Cancellation.NEVER);
    }

    /** r₁ = (4, 1), r₂ = (1, 4): s = (2, ½), and every weight becomes 2. */
    @Test
    void twoDenseLayersByHand() {
        Graph graph = dense(Clamp.RELU, new float[] {4, 1}, new float[] {1, 4});
        Graph even = CrossLayerEqualization.apply(graph, calibrate(graph, oneInput(0.5f, -1)));
        assertThat(even.constant("w1").orElseThrow().toFloats()).containsExactly(new float[] {2, 2}, within(1e-3f));
        assertThat(even.constant("b1").orElseThrow().toFloats())
                .containsExactly(new float[] {-0.5f, -2}, within(1e-3f));
        assertThat(even.constant("w2").orElseThrow().toFloats()).containsExactly(new float[] {2, 2}, within(1e-3f));
    }

    /** With x in [1, 2] the first channel is 4x - 1 >= 3, s = 2 divides it: 1.5 is taken away, and 2 · 1.5 added after. */
    @Test
    void aHighBiasIsAbsorbed() {
        Graph graph = dense(Clamp.RELU, new float[] {4, 1}, new float[] {1, 4});
        Graph even = CrossLayerEqualization.apply(graph, calibrate(graph, oneInput(1, 2)));
        assertThat(even.constant("b1").orElseThrow().toFloats()[0]).isCloseTo(-0.5f - 1.5f, within(1e-3f));
        assertThat(even.constant("b2").orElseThrow().toFloats()[0]).isCloseTo(0.25f + 3, within(1e-3f));
        assertThat(answer(even, 1.5f)).isCloseTo(answer(graph, 1.5f), within(1e-4f));
    }

    @Test
    void relu6IsOpenedOnlyWhereSixIsNeverReached() {
        Graph graph = dense(Clamp.RELU6, new float[] {4, 1}, new float[] {1, 4});
        Graph low = CrossLayerEqualization.apply(graph, calibrate(graph, oneInput(0.5f, 1)));
        assertThat(low.node("first").orElseThrow().op().fusedActivation()).isEqualTo(Clamp.RELU);
        Graph high = CrossLayerEqualization.apply(graph, calibrate(graph, oneInput(0.5f, 3)));
        assertThat(high.node("first").orElseThrow().op().fusedActivation()).isEqualTo(Clamp.RELU6);
        assertThat(high.constant("w1").orElseThrow().toFloats()).containsExactly(4, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aNetworkComputesTheSameWithEvenerChannels(long seed) {
        for (Graph plain : List.of(SmallNetworks.residual(seed), SmallNetworks.branches(seed))) {
            Graph graph = ShapeInference.annotate(unbalanced(plain));
            InMemoryDataset data = SmallNetworks.data(graph, 32, seed);
            Graph even = CrossLayerEqualization.apply(graph, calibrate(graph, data));
            Map<String, TensorData> inputs = Map.of("x", data.batch(0, 32).get(0));
            float[] before = Interpreter.run(graph, inputs, graph.outputs())
                    .get("logits")
                    .toFloats();
            float[] after =
                    Interpreter.run(even, inputs, graph.outputs()).get("logits").toFloats();
            for (int i = 0; i < before.length; i++) {
                assertThat(after[i]).isCloseTo(before[i], within(1e-3f + 1e-4f * Math.abs(before[i])));
            }
            assertThat(graph.constants().keySet())
                    .as("weights that were rescaled")
                    .filteredOn(c -> c.endsWith(".weight")
                            && !java.util.Arrays.equals(
                                    graph.constant(c).orElseThrow().toFloats(),
                                    even.constant(c).orElseThrow().toFloats()))
                    .hasSizeGreaterThan(2);
        }
    }

    /** The first channel of every layer that has a bias is made three times as large, so that rows differ. */
    private static Graph unbalanced(Graph graph) {
        Graph.Builder b = graph.toBuilder();
        graph.nodes().stream()
                .filter(n -> n.op().weightInput() == 1 && n.inputs().size() == 3)
                .forEach(n -> {
                    TensorData w = graph.constant(n.input(1)).orElseThrow();
                    float[] values = w.toFloats();
                    int row = values.length / Math.toIntExact(w.shape().dim(0));
                    for (int i = 0; i < row; i++) {
                        values[i] *= 3;
                    }
                    b.constant(n.input(1), TensorData.ofFloats(w.shape(), values));
                });
        return b.build();
    }

    private static Graph dense(Clamp clamp, float[] first, float[] second) {
        return ShapeInference.annotate(Graph.builder("pair")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 1)))
                .constant("w1", TensorData.ofFloats(Shape.of(2, 1), first))
                .constant("b1", TensorData.ofFloats(Shape.of(2), -1, -1))
                .constant("w2", TensorData.ofFloats(Shape.of(1, 2), second))
                .constant("b2", TensorData.ofFloats(Shape.of(1), 0.25f))
                .node(new Node("first", new Gemm(false, true, 1, 1, clamp), List.of("x", "w1", "b1"), List.of("h")))
                .node(new Node(
                        "second", new Gemm(false, true, 1, 1, Clamp.NONE), List.of("h", "w2", "b2"), List.of("y")))
                .output("y")
                .build());
    }

    private static InMemoryDataset oneInput(float... values) {
        return InMemoryDataset.of(
                "by hand",
                List.of("x"),
                List.of(TensorData.ofFloats(Shape.of(values.length, 1), values)),
                new int[values.length],
                List.of());
    }

    private static float answer(Graph graph, float x) {
        return Interpreter.run(graph, Map.of("x", TensorData.ofFloats(Shape.of(1, 1), x)), List.of("y"))
                .get("y")
                .toFloats()[0];
    }
}
