package dev.vernier.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.io.runtime.OnnxRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloatWeightsKeptTest {
    private static final QuantParams HALVES = QuantParams.perTensor(QuantType.INT8, 0.5f, 0);
    private static final QuantParams HUNDREDTHS = QuantParams.perTensor(QuantType.INT16, 0.01f, 0);
    private static final Shape PAIR = Shape.of(1, 2);

    /** A float layer between a grid of halves and one of hundredths; its weights of 0.3 are below half a step of a grid that reaches 100. */
    private static final Graph GRAPH = Graph.builder("float after codes")
            .input(new TensorSpec("x", DataType.FLOAT32, PAIR))
            .node(new Node("q", new QuantizeLinear(HALVES), List.of("x"), List.of("codes")))
            .node(new Node("dq", new DequantizeLinear(HALVES), List.of("codes"), List.of("v")))
            .constant("w", TensorData.ofFloats(Shape.of(2, 2), 100, 0.3f, 0.3f, 100))
            .constant("b", TensorData.ofFloats(Shape.of(2), 0, 0))
            .node(new Node("dense", new Gemm(false, false, 1, 1, Clamp.NONE), List.of("v", "w", "b"), List.of("r")))
            .node(new Node("rq", new QuantizeLinear(HUNDREDTHS), List.of("r"), List.of("rc")))
            .node(new Node("rdq", new DequantizeLinear(HUNDREDTHS), List.of("rc"), List.of("y")))
            .spec(new TensorSpec("v", DataType.FLOAT32, PAIR))
            .spec(new TensorSpec("y", DataType.FLOAT32, PAIR))
            .output("y")
            .build();

    /** (1, 2) · ((100, 0.3), (0.3, 100)) = (100.6, 200.3). */
    @Test
    void theRuntimeComputesWithTheFloatWeights() {
        Graph kept = FloatWeightsKept.in(GRAPH);
        DequantizeLinear step = (DequantizeLinear)
                kept.producerOf(kept.node("dense").orElseThrow().input(0))
                        .orElseThrow()
                        .op();
        assertThat(step.params().scales()).containsExactly(0.5f, 0.5f);
        assertThat(kept.node("dq")).as("read by nobody now").isEmpty();

        float[] y = inOnnxRuntime(kept);
        assertThat(y[0]).isCloseTo(100.6f, within(0.011f));
        assertThat(y[1]).isCloseTo(200.3f, within(0.011f));
    }

    @Test
    void leftAsItIsTheRuntimeWouldQuantizeThem() {
        assertThat(inOnnxRuntime(GRAPH)[0]).isNotCloseTo(100.6f, within(0.1f));
    }

    @Test
    void anythingElseStaysAsItIs() {
        Graph integer = GRAPH.toBuilder()
                .nodes(List.of(
                        GRAPH.node("q").orElseThrow(),
                        GRAPH.node("dq").orElseThrow(),
                        new Node("wq", new DequantizeLinear(HALVES), List.of("codes"), List.of("wv")),
                        new Node("dense", GRAPH.node("dense").orElseThrow().op(), List.of("v", "wv"), List.of("r")),
                        GRAPH.node("rq").orElseThrow(),
                        GRAPH.node("rdq").orElseThrow()))
                .build();
        assertThat(FloatWeightsKept.in(integer)).isSameAs(integer);
    }

    private static float[] inOnnxRuntime(Graph graph) {
        try (OnnxRuntime runtime = OnnxRuntime.load("float after codes", OnnxWriter.toBytes(graph), 1)) {
            return runtime.run(List.of(TensorData.ofFloats(PAIR, 1, 2))).get(0).toFloats();
        }
    }
}
