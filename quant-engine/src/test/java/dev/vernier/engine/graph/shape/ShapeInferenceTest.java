package dev.vernier.engine.graph.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.PadMode;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Resize;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unsqueeze;
import dev.vernier.engine.graph.op.UnsupportedOp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeInferenceTest {
    private static final long N = Shape.UNKNOWN;
    private static final ImageLayout NCHW = ImageLayout.CHANNELS_FIRST;

    /** One node {@code y} over inputs of the given shapes and constants. */
    private static Shape shapeOf(Op op, Object... operands) {
        return annotated(op, operands).spec("y").orElseThrow().shape();
    }

    private static Graph annotated(Op op, Object... operands) {
        Graph.Builder b = Graph.builder("test");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < operands.length; i++) {
            String name = operands[i] == null ? "" : "x" + i;
            names.add(name);
            if (operands[i] instanceof Shape) {
                b.input(new TensorSpec(name, DataType.FLOAT32, (Shape) operands[i]));
            } else if (operands[i] != null) {
                b.constant(name, (TensorData) operands[i]);
            }
        }
        return ShapeInference.annotate(
                b.node(new Node("layer", op, names, List.of("y"))).output("y").build());
    }

    private static TensorData longs(long... values) {
        return TensorData.ofLongs(Shape.of(values.length), values);
    }

    private static Conv conv(int stride, Padding padding, int dilation, int group, ImageLayout layout) {
        return new Conv(List.of(stride, stride), padding, List.of(dilation, dilation), group, layout, Clamp.NONE);
    }

    @Test
    void convolution() {
        Padding one = Padding.explicit(List.of(1, 1), List.of(1, 1));
        assertThat(shapeOf(conv(2, one, 1, 1, NCHW), Shape.of(N, 3, 32, 32), Shape.of(16, 3, 3, 3)))
                .isEqualTo(Shape.of(N, 16, 16, 16));
        assertThat(shapeOf(conv(1, Padding.VALID, 2, 1, NCHW), Shape.of(N, 3, 32, 32), Shape.of(16, 3, 3, 3)))
                .isEqualTo(Shape.of(N, 16, 28, 28));
        assertThat(shapeOf(
                        conv(2, Padding.SAME_UPPER, 1, 8, ImageLayout.CHANNELS_LAST),
                        Shape.of(N, 7, 5, 8),
                        Shape.of(8, 1, 3, 3)))
                .isEqualTo(Shape.of(N, 4, 3, 8));
    }

    @Test
    void convolutionThatDoesNotFitNamesTheLayer() {
        assertThatThrownBy(
                        () -> shapeOf(conv(1, Padding.VALID, 1, 1, NCHW), Shape.of(N, 4, 8, 8), Shape.of(16, 3, 3, 3)))
                .isInstanceOf(VernierException.class)
                .hasMessage("Layer layer (Conv): the weights take 3 channels but the input has 4.");
        assertThatThrownBy(
                        () -> shapeOf(conv(1, Padding.VALID, 1, 1, NCHW), Shape.of(N, 3, 2, 2), Shape.of(16, 3, 3, 3)))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("a window of 3 does not fit spatial axis 0 of length 2");
        assertThatThrownBy(() -> shapeOf(conv(1, Padding.VALID, 1, 1, NCHW), Shape.of(N, 3), Shape.of(16, 3, 3, 3)))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("Layer layer (Conv)");
    }

    @Test
    void transposedConvolution() {
        ConvTranspose op = new ConvTranspose(
                List.of(2, 2),
                Padding.explicit(List.of(1, 1), List.of(1, 1)),
                List.of(1, 1),
                List.of(1, 1),
                2,
                NCHW,
                Clamp.NONE);
        assertThat(shapeOf(op, Shape.of(N, 4, 8, 8), Shape.of(4, 3, 3, 3))).isEqualTo(Shape.of(N, 6, 16, 16));
    }

    @Test
    void poolingRoundsUpOnlyWhereAWindowStartsInsideTheInput() {
        MaxPool up = new MaxPool(List.of(2), List.of(2), Padding.none(1), List.of(1), true, NCHW);
        assertThat(shapeOf(up, Shape.of(N, 3, 5))).isEqualTo(Shape.of(N, 3, 3));
        MaxPool padded =
                new MaxPool(List.of(1), List.of(2), Padding.explicit(List.of(0), List.of(1)), List.of(1), true, NCHW);
        assertThat(shapeOf(padded, Shape.of(N, 3, 4))).isEqualTo(Shape.of(N, 3, 2));
    }

    @Test
    void matrixProducts() {
        Gemm gemm = new Gemm(false, true, 1, 1, Clamp.NONE);
        assertThat(shapeOf(gemm, Shape.of(N, 64), Shape.of(10, 64), Shape.of(10)))
                .isEqualTo(Shape.of(N, 10));
        assertThat(shapeOf(new MatMul(Clamp.NONE), Shape.of(N, 12, 7, 64), Shape.of(N, 1, 64, 7)))
                .isEqualTo(Shape.of(N, 12, 7, 7));
        assertThat(shapeOf(new MatMul(Clamp.NONE), Shape.of(4), Shape.of(4))).isEqualTo(Shape.SCALAR);
        assertThatThrownBy(() -> shapeOf(gemm, Shape.of(N, 63), Shape.of(10, 64)))
                .hasMessage("Layer layer (Gemm): rows of 63 values meet weights for 64.");
    }

    @Test
    void broadcasting() {
        Add add = new Add(Clamp.NONE);
        assertThat(shapeOf(add, Shape.of(N, 8, 1, 1), Shape.of(1, 5, 5))).isEqualTo(Shape.of(N, 8, 5, 5));
        assertThat(shapeOf(add, Shape.of(N, 3), Shape.of(7, 1))).isEqualTo(Shape.of(7, 3));
        assertThatThrownBy(() -> shapeOf(add, Shape.of(N, 3), Shape.of(4))).hasMessageContaining("?×3 and 4");
    }

    @Test
    void movement() {
        assertThat(shapeOf(new Reshape(false), Shape.of(N, 8, 4, 4), longs(0, -1)))
                .isEqualTo(Shape.of(N, 128));
        assertThat(shapeOf(new Reshape(false), Shape.of(N, 8, 4, 4), longs(-1, 128)))
                .isEqualTo(Shape.of(N, 128));
        assertThat(shapeOf(new Flatten(1), Shape.of(N, 8, 4, 4))).isEqualTo(Shape.of(N, 128));
        assertThat(shapeOf(new Transpose(List.of(0, 2, 3, 1)), Shape.of(N, 3, 8, 9)))
                .isEqualTo(Shape.of(N, 8, 9, 3));
        assertThat(shapeOf(new Squeeze(), Shape.of(N, 8, 1, 1), longs(-1, 2))).isEqualTo(Shape.of(N, 8));
        assertThat(shapeOf(new Unsqueeze(), Shape.of(N, 8), longs(1, -1))).isEqualTo(Shape.of(N, 1, 8, 1));
        assertThat(shapeOf(new Concat(1), Shape.of(N, 8, 4), Shape.of(N, 3, 4))).isEqualTo(Shape.of(N, 11, 4));
        assertThat(shapeOf(new Gather(1), Shape.of(N, 8, 4), longs(2, 0, 1))).isEqualTo(Shape.of(N, 3, 4));
        assertThatThrownBy(() -> shapeOf(new Reshape(false), Shape.of(2, 8), longs(3, 5)))
                .hasMessage("Layer layer (Reshape): 16 values of shape 2×8 cannot become [3, 5].");
    }

    @Test
    void slicesAndBorders() {
        TensorData everySecond = longs(2);
        assertThat(shapeOf(new Slice(), Shape.of(N, 7, 7), longs(0), longs(Long.MAX_VALUE), longs(1), everySecond))
                .isEqualTo(Shape.of(N, 4, 7));
        assertThat(shapeOf(new Slice(), Shape.of(N, 7), longs(-1), longs(Long.MIN_VALUE), longs(1), longs(-3)))
                .isEqualTo(Shape.of(N, 3));
        assertThat(shapeOf(new Pad(PadMode.CONSTANT), Shape.of(N, 3, 7), longs(0, 1, 2, 0, 3, 4)))
                .isEqualTo(Shape.of(N, 7, 13));
        assertThat(shapeOf(new Pad(PadMode.CONSTANT), Shape.of(N, 3, 7), longs(1, 1), null, longs(-1)))
                .isEqualTo(Shape.of(N, 3, 9));
    }

    @Test
    void reductionsAndResizing() {
        assertThat(shapeOf(new Reduce(Reduce.Kind.MEAN, false, false), Shape.of(N, 8, 4, 4), longs(2, 3)))
                .isEqualTo(Shape.of(N, 8));
        assertThat(shapeOf(new Reduce(Reduce.Kind.MEAN, true, false), Shape.of(N, 8, 4), longs(-1)))
                .isEqualTo(Shape.of(N, 8, 1));
        Resize resize = new Resize(
                Resize.Mode.NEAREST, Resize.Coordinates.ASYMMETRIC, Resize.Nearest.FLOOR, -0.75f, false, 0, false);
        TensorData scales = TensorData.ofFloats(Shape.of(4), 1, 1, 2, 1.5f);
        assertThat(shapeOf(resize, Shape.of(N, 3, 5, 5), null, scales)).isEqualTo(Shape.of(N, 3, 10, 7));
    }

    /** {@code reshape(x, [shape(x)[0], -1])}, as exporters write a flatten. */
    @Test
    void shapeArithmeticIsFollowedThroughTheBatch() {
        Graph g = Graph.builder("flatten")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(N, 4, 3, 3)))
                .constant("zero", TensorData.ofLongs(Shape.SCALAR, 0))
                .constant("axes", longs(0))
                .constant("rest", longs(-1))
                .node(new Node("shape", new ShapeOf(0, Integer.MAX_VALUE), List.of("x"), List.of("shape")))
                .node(new Node("batch", new Gather(0), List.of("shape", "zero"), List.of("batch")))
                .node(new Node("list", new Unsqueeze(), List.of("batch", "axes"), List.of("list")))
                .node(new Node("cast", new Cast(DataType.INT64), List.of("list"), List.of("cast")))
                .node(new Node("target", new Concat(0), List.of("cast", "rest"), List.of("target")))
                .node(new Node("flat", new Reshape(false), List.of("x", "target"), List.of("flat")))
                .output("flat")
                .build();
        ShapeInference found = ShapeInference.of(g);
        assertThat(found.fact("flat").orElseThrow().shape()).isEqualTo(Shape.of(N, 36));
        assertThat(found.fact("flat").orElseThrow().dim(0))
                .isEqualTo(found.fact("x").orElseThrow().dim(0));
    }

    @Test
    void elementsOfATransposedTableAreFollowed() {
        Graph g = Graph.builder("table")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(2, 2)))
                .constant("list", longs(1, 2, 3, 4))
                .constant("table", longs(2, 2))
                .constant("flat", longs(-1))
                .node(new Node("a", new Reshape(false), List.of("list", "table"), List.of("a")))
                .node(new Node("b", new Transpose(List.of(1, 0)), List.of("a"), List.of("b")))
                .node(new Node("c", new Reshape(false), List.of("b", "flat"), List.of("c")))
                .node(new Node("d", new Pad(PadMode.CONSTANT), List.of("x", "c"), List.of("d")))
                .output("d")
                .build();
        assertThat(ShapeInference.of(g).fact("c").orElseThrow().knownElements().orElseThrow())
                .containsExactly(1, 3, 2, 4);
        assertThat(ShapeInference.annotate(g).spec("d").orElseThrow().shape()).isEqualTo(Shape.of(5, 9));
    }

    @Test
    void whatFollowsAnUnsupportedOperationIsUnknownUnlessDeclared() {
        Node odd = new Node("odd", new UnsupportedOp("", "Odd", "yet"), List.of("x"), List.of("y"));
        Node relu = new Node("relu", new Relu(), List.of("y"), List.of("z"));
        Graph.Builder b = Graph.builder("odd")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(N, 4)))
                .node(odd)
                .node(relu)
                .output("z");
        assertThat(ShapeInference.annotate(b.build()).spec("z")).isEmpty();
        b.spec(new TensorSpec("y", DataType.FLOAT32, Shape.of(N, 5)));
        assertThat(ShapeInference.annotate(b.build()).spec("z").orElseThrow().shape())
                .isEqualTo(Shape.of(N, 5));
    }
}
