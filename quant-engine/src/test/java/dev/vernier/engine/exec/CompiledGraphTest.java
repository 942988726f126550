package dev.vernier.engine.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.UnsupportedOp;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How nodes become steps, and what a value's fingerprint depends on. */
class CompiledGraphTest {
    private static final QuantParams GRID = QuantParams.perTensor(QuantType.INT8, 0.5f, 3);

    /** x → conv 1×1 (weight w) → quantize, dequantize → + x → out. */
    private static Graph residual(float weight, QuantParams grid) {
        Conv conv = new Conv(List.of(1, 1), Padding.none(2), List.of(1, 1), 1, ImageLayout.CHANNELS_FIRST, Clamp.NONE);
        TensorSpec image = new TensorSpec("x", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 1, 2, 2));
        return Graph.builder("residual")
                .input(image)
                .constant("w", TensorData.ofFloats(Shape.of(1, 1, 1, 1), weight))
                .node(new Node("conv", conv, List.of("x", "w"), List.of("c")))
                .node(new Node("quantize", new QuantizeLinear(grid), List.of("c"), List.of("q")))
                .node(new Node("dequantize", new DequantizeLinear(grid), List.of("q"), List.of("d")))
                .node(new Node("add", new Add(Clamp.RELU), List.of("x", "d"), List.of("out")))
                .spec(new TensorSpec("c", DataType.FLOAT32, image.shape()))
                .output("out")
                .build();
    }

    private static final TensorData IMAGE = TensorData.ofFloats(Shape.of(1, 1, 2, 2), 1, -2, 0.3f, 100);

    @Test
    void aStepEndsOnItsGrid() {
        try (KernelCache kernels = new KernelCache()) {
            CompiledGraph compiled = CompiledGraph.compile(residual(2, GRID), Set.of(), kernels);

            assertThat(compiled.steps()).hasSize(2);
            assertThat(compiled.steps().get(0).nodes()).containsExactly("conv", "quantize", "dequantize");
            assertThat(compiled.steps().get(1).nodes()).containsExactly("add");
            assertThat(compiled.steps().get(0).inputs()).containsExactly("x");
        }
    }

    @Test
    void fusedStepComputesWhatTheNodesSay() {
        // 2x = 2, -4, 0.6, 200; on the grid of halves up to (127 - 3) · 0.5 = 62: 2, -4, 0.5, 62; plus x, then ReLU.
        Map<String, TensorData> out = Interpreter.run(residual(2, GRID), Map.of("x", IMAGE), List.of("out"));

        assertThat(out.get("out").toFloats()).containsExactly(3, 0, 0.8f, 162);
    }

    @Test
    void observedValuesAreMaterialized() {
        Map<String, TensorData> out =
                Interpreter.run(residual(2, GRID), Map.of("x", IMAGE), List.of("c", "q", "d", "out"));

        assertThat(out.get("c").toFloats()).containsExactly(2, -4, 0.6f, 200);
        assertThat(out.get("q").type()).isEqualTo(DataType.INT8);
        assertThat(out.get("q").toLongs()).containsExactly(7, -5, 4, 127);
        assertThat(out.get("d").toFloats()).containsExactly(2, -4, 0.5f, 62);
        assertThat(out.get("out").toFloats()).containsExactly(3, 0, 0.8f, 162);
    }

    @Test
    void fingerprintFollowsEveryNumberThatMatters() {
        QuantParams otherGrid = QuantParams.perTensor(QuantType.INT8, 0.25f, 3);
        try (KernelCache kernels = new KernelCache()) {
            String f = fingerprint(residual(2, GRID), "out", Set.of(), kernels);

            assertThat(fingerprint(residual(2, GRID), "out", Set.of(), kernels)).isEqualTo(f);
            assertThat(fingerprint(residual(3, GRID), "out", Set.of(), kernels)).isNotEqualTo(f);
            assertThat(fingerprint(residual(2, otherGrid), "out", Set.of(), kernels))
                    .isNotEqualTo(f);
            assertThat(fingerprint(residual(2, GRID), "c", Set.of("c"), kernels))
                    .isEqualTo(fingerprint(residual(2, otherGrid), "c", Set.of("c"), kernels));
        }
    }

    private static String fingerprint(Graph graph, String value, Set<String> observed, KernelCache kernels) {
        return CompiledGraph.compile(graph, observed, kernels).fingerprint(value);
    }

    @Test
    void anUnsupportedNodeIsListedAndNamedWhenItRuns() {
        Graph graph = Graph.builder("exotic")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(1)))
                .node(new Node("strange", new UnsupportedOp("ai.onnx", "Det", ""), List.of("x"), List.of("y")))
                .output("y")
                .build();
        try (KernelCache kernels = new KernelCache()) {
            assertThat(CompiledGraph.compile(graph, Set.of(), kernels).unsupported())
                    .extracting(Node::name)
                    .containsExactly("strange");
        }
        Map<String, TensorData> in = Map.of("x", TensorData.ofFloats(Shape.of(1), 1));
        assertThatThrownBy(() -> Interpreter.run(graph, in, List.of("y")))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("strange")
                .hasMessageContaining("Det");
    }

    @Test
    void imageThatDoesNotFitIsNamedWithItsLayer() {
        Map<String, TensorData> in = Map.of("x", TensorData.ofFloats(Shape.of(1, 2, 1, 1), 1, 2));

        assertThatThrownBy(() -> Interpreter.run(residual(2, GRID), in, List.of("out")))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("conv")
                .hasMessageContaining("1×2×1×1")
                .hasMessageContaining("1×1×1×1");
    }

    @Test
    void weightsThatAreNotFloatsAreRefusedBeforeNativeCodeReadsThem() {
        TensorData x = TensorData.ofFloats(Shape.of(1, 1, 2, 2), 1, 2, 3, 4);
        TensorData w = TensorData.ofBytes(DataType.INT8, Shape.of(1, 1, 1, 1), (byte) 1);
        Conv conv = new Conv(List.of(1, 1), Padding.none(2), List.of(1, 1), 1, ImageLayout.CHANNELS_FIRST, Clamp.NONE);

        assertThatThrownBy(() -> OneNode.run(conv, x, w))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("layer")
                .hasMessageContaining("INT8");
    }

    @Test
    void aSumThatIsBroadcastAgainstItsDeclaredShapesIsComputedAllTheSame() {
        // Declared with an unknown batch on both sides; at run time one operand has one sample, the other two.
        Shape any = Shape.of(Shape.UNKNOWN, 2);
        Graph graph = Graph.builder("batches")
                .input(new TensorSpec("a", DataType.FLOAT32, any))
                .input(new TensorSpec("b", DataType.FLOAT32, any))
                .node(new Node("relu", new Relu(), List.of("a"), List.of("r")))
                .node(new Node("sum", new Add(Clamp.NONE), List.of("r", "b"), List.of("s")))
                .node(new Node("limit", new Relu(), List.of("s"), List.of("out")))
                .spec(new TensorSpec("r", DataType.FLOAT32, any))
                .output("out")
                .build();
        Map<String, TensorData> in = Map.of(
                "a", TensorData.ofFloats(Shape.of(1, 2), -1, 1),
                "b", TensorData.ofFloats(Shape.of(2, 2), 1, 2, -3, -4));

        assertThat(Interpreter.run(graph, in, List.of("out")).get("out"))
                .isEqualTo(TensorData.ofFloats(Shape.of(2, 2), 1, 3, 0, 0));
    }
}
