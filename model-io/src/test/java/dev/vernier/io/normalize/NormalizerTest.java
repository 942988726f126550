package dev.vernier.io.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.BatchNormalization;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.RoundToFloat;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unsqueeze;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NormalizerTest {
    private static final long N = Shape.UNKNOWN;
    private final Random random = new Random(3);
    private final ImportReport.Builder report = new ImportReport.Builder();

    private static Graph.Builder graph(long... inputShape) {
        return Graph.builder("g").input(new TensorSpec("x", DataType.FLOAT32, Shape.of(inputShape)));
    }

    private static Node node(String name, Op op, String output, String... inputs) {
        return new Node(name, op, List.of(inputs), List.of(output));
    }

    private TensorData random(long... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[(int) shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return TensorData.ofFloats(shape, values);
    }

    private TensorData positive(long... dims) {
        float[] values = random(dims).toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]) + 0.1f;
        }
        return TensorData.ofFloats(Shape.of(dims), values);
    }

    private static TensorData longs(long... values) {
        return TensorData.ofLongs(Shape.of(values.length), values);
    }

    private static Conv conv(int group) {
        return new Conv(List.of(1, 1), Padding.none(2), List.of(1, 1), group, ImageLayout.CHANNELS_FIRST, Clamp.NONE);
    }

    /** The normal form of {@code b}'s graph, which must answer what the graph itself answers. */
    private Graph normalized(Graph.Builder b, long... sampleShape) {
        Graph before = b.build();
        Graph after = Normalizer.normalize(before, report);
        TensorData x = random(sampleShape);
        Map<String, TensorData> expected = Interpreter.run(before, Map.of("x", x), before.outputs());
        Map<String, TensorData> actual = Interpreter.run(after, Map.of("x", x), after.outputs());
        assertThat(after.outputs()).isEqualTo(before.outputs());
        for (String out : before.outputs()) {
            assertThat(actual.get(out).shape()).isEqualTo(expected.get(out).shape());
            float[] e = expected.get(out).toFloats();
            float[] a = actual.get(out).toFloats();
            for (int i = 0; i < e.length; i++) {
                assertThat(a[i])
                        .isCloseTo(e[i], org.assertj.core.data.Offset.offset(1e-4f * Math.max(1, Math.abs(e[i]))));
            }
        }
        return after;
    }

    private List<String> sentences(ImportFinding.Code code) {
        return report.build().ofCode(code).stream().map(ImportFinding::sentence).toList();
    }

    private Graph.Builder withNorm(Graph.Builder b, int channels) {
        return b.constant("scale", random(channels))
                .constant("shift", random(channels))
                .constant("mean", random(channels))
                .constant("variance", positive(channels));
    }

    private static Node norm(String output, String input) {
        return node(
                "bn",
                new BatchNormalization(1e-3f, ImageLayout.CHANNELS_FIRST),
                output,
                input,
                "scale",
                "shift",
                "mean",
                "variance");
    }

    @Test
    void batchNormAndReluBecomePartOfTheConvolutionWhichKeepsItsName() {
        Graph.Builder b = withNorm(graph(N, 3, 6, 6), 4).constant("w", random(4, 3, 3, 3));
        Graph g = normalized(
                b.node(node("conv", conv(1), "a", "x", "w"))
                        .node(norm("b", "a"))
                        .node(node("relu", new Relu(), "y", "b"))
                        .output("y"),
                2,
                3,
                6,
                6);
        assertThat(g.nodes()).extracting(Node::name).containsExactly("conv");
        assertThat(g.nodes().get(0).op().fusedActivation()).isEqualTo(Clamp.RELU);
        assertThat(g.nodes().get(0).inputs()).containsExactly("x", "w", "conv/bias");
        assertThat(sentences(ImportFinding.Code.BATCH_NORM_FOLDED))
                .containsExactly("Batch norm bn was folded into the weights and bias of conv.");
        assertThat(sentences(ImportFinding.Code.ACTIVATION_FUSED)).containsExactly("Relu relu became part of conv.");
    }

    @Test
    void batchNormAfterAGroupedTransposedConvolution() {
        ConvTranspose op = new ConvTranspose(
                List.of(2, 2),
                Padding.none(2),
                List.of(0, 0),
                List.of(1, 1),
                2,
                ImageLayout.CHANNELS_FIRST,
                Clamp.NONE);
        Graph.Builder b =
                withNorm(graph(N, 4, 3, 3), 6).constant("w", random(4, 3, 2, 2)).constant("b", random(6));
        Graph g = normalized(
                b.node(node("up", op, "a", "x", "w", "b")).node(norm("y", "a")).output("y"), 2, 4, 3, 3);
        assertThat(g.nodes()).extracting(Node::name).containsExactly("up");
    }

    @Test
    void batchNormStaysWhereTheResultHasAnotherReader() {
        Graph.Builder b = withNorm(graph(N, 3, 6, 6), 4).constant("w", random(4, 3, 3, 3));
        Graph g = normalized(
                b.node(node("conv", conv(1), "a", "x", "w"))
                        .node(norm("y", "a"))
                        .output("y")
                        .output("a"),
                2,
                3,
                6,
                6);
        assertThat(g.nodes()).extracting(Node::name).containsExactly("conv", "bn");
    }

    @Test
    void weightsThatTwoLayersShareAreScaledForOneOfThemOnly() {
        Graph.Builder b = withNorm(graph(N, 4, 6, 6), 4).constant("w", random(4, 4, 3, 3));
        Graph g = normalized(
                b.node(node("first", conv(1), "a", "x", "w"))
                        .node(norm("b", "a"))
                        .node(node("second", conv(1), "y", "b", "w"))
                        .output("y"),
                2,
                4,
                6,
                6);
        assertThat(g.node("first").orElseThrow().input(1)).isEqualTo("first/weights");
        assertThat(g.node("second").orElseThrow().input(1)).isEqualTo("w");
    }

    @Test
    void arithmeticWithOneConstantAChannelIsFolded() {
        Graph.Builder b = graph(N, 3, 6, 6)
                .constant("w", random(4, 3, 1, 1))
                .constant("m", random(1, 4, 1, 1))
                .constant("s", random(4, 1, 1))
                .constant("half", TensorData.scalar(0.5f));
        Graph g = normalized(
                b.node(node("conv", conv(1), "a", "x", "w"))
                        .node(node("mul", new Mul(Clamp.NONE), "b", "m", "a"))
                        .node(node("sub", new Sub(Clamp.NONE), "c", "b", "s"))
                        .node(node("add", new Add(Clamp.NONE), "d", "c", "half"))
                        .node(node("clip", new Clip(0, 6), "y", "d"))
                        .output("y"),
                2,
                3,
                6,
                6);
        assertThat(g.nodes()).extracting(Node::name).containsExactly("conv");
        assertThat(g.nodes().get(0).op().fusedActivation()).isEqualTo(Clamp.RELU6);
    }

    @Test
    void aConstantAlongAnotherAxisIsNotFolded() {
        Graph.Builder b = graph(N, 3, 4, 4).constant("w", random(4, 3, 1, 1)).constant("row", random(4));
        Graph g = normalized(
                b.node(node("conv", conv(1), "a", "x", "w"))
                        .node(node("add", new Add(Clamp.NONE), "y", "a", "row"))
                        .output("y"),
                2,
                3,
                4,
                4);
        assertThat(g.nodes()).hasSize(2);
    }

    @Test
    void anAddedConstantIsTheBiasOfAMatrixProduct() {
        Graph.Builder b = graph(N, 5, 3).constant("w", random(3, 4)).constant("b", random(4));
        Graph g = normalized(
                b.node(node("dense", new MatMul(Clamp.NONE), "a", "x", "w"))
                        .node(node("add", new Add(Clamp.NONE), "y", "b", "a"))
                        .output("y"),
                2,
                5,
                3);
        assertThat(g.nodes()).extracting(Node::name).containsExactly("dense");
        assertThat(g.nodes().get(0).inputs()).hasSize(3);
        assertThat(sentences(ImportFinding.Code.BIAS_FUSED))
                .containsExactly("Add add with a constant became part of the bias of dense.");
    }

    @Test
    void scalesOfADenseLayerAreMultipliedIn() {
        Graph.Builder b = graph(N, 3).constant("w", random(4, 3)).constant("b", random(1, 4));
        Graph g = normalized(
                b.node(node("dense", new Gemm(false, true, 0.5f, 2, Clamp.NONE), "y", "x", "w", "b"))
                        .output("y"),
                2,
                3);
        assertThat(g.nodes().get(0).op()).isEqualTo(new Gemm(false, true, 1, 1, Clamp.NONE));
        assertThat(g.constant(g.nodes().get(0).input(2)).orElseThrow().shape()).isEqualTo(Shape.of(4));
    }

    @Test
    void identitiesGoEvenWhereTheyMakeTheAnswer() {
        Graph g = normalized(
                graph(N, 3)
                        .node(node("i", new Identity(), "a", "x"))
                        .node(node("t", new Tanh(), "b", "a"))
                        .node(node("j", new Identity(), "c", "b"))
                        .node(node("k", new Identity(), "y", "c"))
                        .output("y"),
                2,
                3);
        assertThat(g.nodes()).extracting(Node::name).containsExactly("t");
        assertThat(g.nodes().get(0).output()).isEqualTo("y");
    }

    @Test
    void anIdentityFromInputToAnswerStays() {
        Graph g =
                normalized(graph(N, 3).node(node("i", new Identity(), "y", "x")).output("y"), 2, 3);
        assertThat(g.nodes()).hasSize(1);
    }

    @Test
    void whatConstantsAloneDetermineIsComputedOnce() {
        Graph.Builder b = graph(N, 3).constant("w", random(4, 3));
        Graph g = normalized(
                b.node(node("t", new Transpose(List.of(1, 0)), "wt", "w"))
                        .node(node("dense", new MatMul(Clamp.NONE), "y", "x", "wt"))
                        .output("y"),
                2,
                3);
        assertThat(g.nodes()).extracting(Node::name).containsExactly("dense");
        assertThat(g.constant("wt").orElseThrow().shape()).isEqualTo(Shape.of(3, 4));
        assertThat(g.constants()).hasSize(1);
    }

    @Test
    void shapeArithmeticOfAFlattenBecomesAConstant() {
        Graph g = normalized(
                graph(N, 4, 3)
                        .constant("zero", TensorData.ofLongs(Shape.SCALAR, 0))
                        .constant("axes", longs(0))
                        .constant("rest", longs(-1))
                        .node(node("shape", new ShapeOf(0, Integer.MAX_VALUE), "s", "x"))
                        .node(node("batch", new Gather(0), "b", "s", "zero"))
                        .node(node("list", new Unsqueeze(), "l", "b", "axes"))
                        .node(node("target", new Concat(0), "t", "l", "rest"))
                        .node(node("flat", new Reshape(false), "y", "x", "t"))
                        .output("y"),
                2,
                4,
                3);
        assertThat(g.nodes()).extracting(Node::name).containsExactly("flat");
        assertThat(g.constant(g.nodes().get(0).input(1)).orElseThrow().toLongs())
                .containsExactly(0, -1);
        assertThat(sentences(ImportFinding.Code.SHAPE_RESOLVED)).hasSize(1);
    }

    @Test
    void aFixedBatchIsFreedWithTheShapesThatHoldIt() {
        Graph g = normalized(
                graph(1, 4, 3)
                        .constant("t", longs(1, 12))
                        .node(node("flat", new Reshape(false), "a", "x", "t"))
                        .node(node("soft", new Softmax(-1), "y", "a"))
                        .output("y"),
                1,
                4,
                3);
        assertThat(g.inputs().get(0).shape()).isEqualTo(Shape.of(N, 4, 3));
        assertThat(g.spec("y").orElseThrow().shape()).isEqualTo(Shape.of(N, 12));
        assertThat(sentences(ImportFinding.Code.BATCH_FREED)).hasSize(1);
        Map<String, TensorData> three = Interpreter.run(g, Map.of("x", random(3, 4, 3)), List.of("y"));
        assertThat(three.get("y").shape()).isEqualTo(Shape.of(3, 12));
    }

    @Test
    void aBatchThatIsMixedStaysFixedAndTheReportSaysWhere() {
        Graph g = normalized(
                graph(2, 4).node(node("soft", new Softmax(0), "y", "x")).output("y"), 2, 4);
        assertThat(g.inputs().get(0).shape()).isEqualTo(Shape.of(2, 4));
        assertThat(sentences(ImportFinding.Code.BATCH_FIXED).get(0))
                .contains("exactly 2")
                .contains("layer soft (Softmax)");
    }

    @Test
    void aBatchThatIsDroppedStaysFixed() {
        Graph g = normalized(
                graph(1, 4)
                        .constant("t", longs(4))
                        .node(node("vector", new Reshape(false), "y", "x", "t"))
                        .output("y"),
                1,
                4);
        assertThat(g.inputs().get(0).shape()).isEqualTo(Shape.of(1, 4));
    }

    @Test
    void float16IsComputedInFloat32() {
        TensorData half = TensorData.ofShorts(DataType.FLOAT16, Shape.of(1), (short) 0x3800);
        Graph before = Graph.builder("g")
                .input(new TensorSpec("x", DataType.FLOAT16, Shape.of(N, 2)))
                .constant("half", half)
                .node(node("mul", new Mul(Clamp.NONE), "a", "x", "half"))
                .node(node("out", new Cast(DataType.FLOAT32), "y", "a"))
                .output("y")
                .build();
        Graph g = Normalizer.normalize(before, report);
        assertThat(g.inputs().get(0).type()).isEqualTo(DataType.FLOAT32);
        assertThat(g.constant("half").orElseThrow().toFloats()).containsExactly(0.5f);
        assertThat(g.nodes()).extracting(Node::name).containsExactly("mul");
        assertThat(sentences(ImportFinding.Code.STORED_IN_OTHER_TYPE))
                .containsExactly("2 tensors are stored in float16; the network is computed in float32.");
    }

    @Test
    void aValueConvertedDownAndUpAgainIsRounded() {
        Graph g = Normalizer.normalize(
                graph(N, 2)
                        .node(node("down", new Cast(DataType.FLOAT16), "a", "x"))
                        .node(node("up", new Cast(DataType.FLOAT32), "y", "a"))
                        .output("y")
                        .build(),
                report);
        assertThat(g.nodes()).extracting(Node::op).containsExactly(new RoundToFloat(DataType.FLOAT16));
        TensorData x = TensorData.ofFloats(Shape.of(1, 2), 0.1f, 1);
        assertThat(Interpreter.run(g, Map.of("x", x), List.of("y")).get("y").toFloats())
                .containsExactly(0.099975586f, 1);
    }
}
