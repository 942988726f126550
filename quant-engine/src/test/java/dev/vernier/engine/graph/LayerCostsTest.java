package dev.vernier.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Lstm;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.RecurrentDirection;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.shape.ShapeInference;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LayerCostsTest {
    private static LayerCosts costs(Op op, Shape input, Shape weights, int biases) {
        Graph g = ShapeInference.annotate(Graph.builder("one")
                .input(new TensorSpec("x", DataType.FLOAT32, input))
                .constant("w", TensorData.ofFloats(weights, new float[(int) weights.elementCount()]))
                .constant("b", TensorData.ofFloats(Shape.of(biases), new float[biases]))
                .node(new Node("layer", op, op instanceof Relu ? List.of("x") : List.of("x", "w", "b"), List.of("y")))
                .output("y")
                .build());
        return LayerCosts.of(g, g.nodes().get(0));
    }

    private static Conv conv(int group) {
        Padding one = Padding.explicit(List.of(1, 1), List.of(1, 1));
        return new Conv(List.of(1, 1), one, List.of(1, 1), group, ImageLayout.CHANNELS_FIRST, Clamp.NONE);
    }

    @Test
    void convolution() {
        LayerCosts c = costs(conv(1), Shape.of(Shape.UNKNOWN, 3, 32, 32), Shape.of(16, 3, 3, 3), 16);
        assertThat(c.parameters()).isEqualTo(16 * 27 + 16);
        assertThat(c.macsPerSample()).hasValue(16 * 32 * 32 * 27);
    }

    @Test
    void depthwiseConvolution() {
        LayerCosts c = costs(conv(8), Shape.of(Shape.UNKNOWN, 8, 10, 10), Shape.of(8, 1, 3, 3), 8);
        assertThat(c.macsPerSample()).hasValue(8 * 100 * 9);
    }

    @Test
    void transposedConvolution() {
        ConvTranspose op = new ConvTranspose(
                List.of(2, 2),
                Padding.none(2),
                List.of(0, 0),
                List.of(1, 1),
                1,
                ImageLayout.CHANNELS_FIRST,
                Clamp.NONE);
        LayerCosts c = costs(op, Shape.of(Shape.UNKNOWN, 4, 5, 5), Shape.of(4, 6, 2, 2), 6);
        assertThat(c.macsPerSample()).hasValue(4 * 25 * 6 * 4);
    }

    @Test
    void denseLayer() {
        LayerCosts c =
                costs(new Gemm(false, true, 1, 1, Clamp.NONE), Shape.of(Shape.UNKNOWN, 784), Shape.of(128, 784), 128);
        assertThat(c.parameters()).isEqualTo(128 * 784 + 128);
        assertThat(c.macsPerSample()).hasValue(128 * 784);
    }

    @Test
    void lookedUpTable() {
        Graph g = Graph.builder("tokens")
                .input(new TensorSpec("ids", DataType.INT64, Shape.of(Shape.UNKNOWN, 7)))
                .constant("table", TensorData.ofFloats(Shape.of(5, 4), new float[20]))
                .node(new Node("embed", new Gather(0), List.of("table", "ids"), List.of("y")))
                .output("y")
                .build();
        assertThat(LayerCosts.of(g, g.nodes().get(0))).isEqualTo(new LayerCosts(20, OptionalLong.of(0)));
    }

    @Test
    void recurrentLayerMultipliesEveryWeightAtEveryStep() {
        Graph g = Graph.builder("sequence")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(10, Shape.UNKNOWN, 3)))
                .constant("w", TensorData.ofFloats(Shape.of(1, 8, 3), new float[24]))
                .constant("r", TensorData.ofFloats(Shape.of(1, 8, 2), new float[16]))
                .node(new Node(
                        "lstm",
                        new Lstm(2, RecurrentDirection.FORWARD, List.of(), Float.POSITIVE_INFINITY, false, false),
                        List.of("x", "w", "r"),
                        List.of("y")))
                .output("y")
                .build();
        assertThat(LayerCosts.of(g, g.nodes().get(0))).isEqualTo(new LayerCosts(40, OptionalLong.of(10 * 40)));
    }

    @Test
    void withoutWeightsNothing() {
        LayerCosts c = costs(new Relu(), Shape.of(Shape.UNKNOWN, 4), Shape.of(1), 1);
        assertThat(c.parameters()).isZero();
        assertThat(c.macsPerSample()).hasValue(0);
    }

    @Test
    void anUnknownSizeIsNotGuessed() {
        assertThat(costs(conv(1), Shape.of(Shape.UNKNOWN, 3, Shape.UNKNOWN, 32), Shape.of(16, 3, 3, 3), 16)
                        .macsPerSample())
                .isEmpty();
    }
}
