package dev.vernier.io.onnx;

import static dev.vernier.io.onnx.OnnxModels.ints;
import static dev.vernier.io.onnx.OnnxModels.real;
import static dev.vernier.io.onnx.OnnxModels.reals;
import static dev.vernier.io.onnx.OnnxModels.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Resize;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.UnsupportedOp;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnnxToGraphTest {
    private final ImportReport.Builder report = new ImportReport.Builder();

    private Graph convert(OnnxModels model) {
        return new OnnxToGraph(model.build(), new OnnxTensors(OnnxExternalData.none()), report).convert("file");
    }

    private Graph one(int opset, String operator, long[] shape, List<String> inputs, AttributeProto... attributes) {
        OnnxModels m = OnnxModels.opset(opset).input("x", shape).node("n", operator, inputs, "y", attributes);
        return convert(m.output("y"));
    }

    private static Node node(Graph g, String name) {
        return g.node(name).orElseThrow();
    }

    private static long[] constant(Graph g, Node n, int operand) {
        return g.constant(n.input(operand)).orElseThrow().toLongs();
    }

    @Test
    void attributesOfOldFormsBecomeConstantOperands() {
        long[] nchw = {-1, 3, 8, 8};
        Graph squeeze = one(11, "Squeeze", new long[] {-1, 3, 1, 1}, List.of("x"), ints("axes", 2, 3));
        assertThat(constant(squeeze, node(squeeze, "n"), 1)).containsExactly(2, 3);
        Graph unsqueeze = one(11, "Unsqueeze", new long[] {-1, 3}, List.of("x"), ints("axes", 1));
        assertThat(constant(unsqueeze, node(unsqueeze, "n"), 1)).containsExactly(1);
        Graph slice = one(9, "Slice", nchw, List.of("x"), ints("starts", 1), ints("ends", 3), ints("axes", 2));
        assertThat(constant(slice, node(slice, "n"), 1)).containsExactly(1);
        assertThat(constant(slice, node(slice, "n"), 2)).containsExactly(3);
        assertThat(constant(slice, node(slice, "n"), 3)).containsExactly(2);
        Graph pad = one(10, "Pad", new long[] {-1, 3}, List.of("x"), ints("pads", 0, 1, 0, 2), real("value", 5));
        assertThat(constant(pad, node(pad, "n"), 1)).containsExactly(0, 1, 0, 2);
        assertThat(pad.constant(node(pad, "n").input(2)).orElseThrow().toFloats())
                .containsExactly(5);
        Graph mean = one(17, "ReduceMean", nchw, List.of("x"), ints("axes", 2, 3));
        assertThat(constant(mean, node(mean, "n"), 1)).containsExactly(2, 3);
        Graph reshape = one(1, "Reshape", nchw, List.of("x"), ints("shape", 0, -1));
        assertThat(constant(reshape, node(reshape, "n"), 1)).containsExactly(0, -1);
    }

    @Test
    void clipHasItsBoundsFromAttributesThenFromOperands() {
        Graph old = one(10, "Clip", new long[] {-1, 3}, List.of("x"), real("min", 0), real("max", 6));
        assertThat(node(old, "n").op()).isEqualTo(new Clip(0, 6));
        Graph young = convert(OnnxModels.opset(13)
                .input("x", -1, 3)
                .floats("low", new long[0], -1)
                .node("n", "Clip", List.of("x", "low"), "y")
                .output("y"));
        assertThat(node(young, "n").op()).isEqualTo(new Clip(-1, Float.POSITIVE_INFINITY));
    }

    @Test
    void softmaxOfRowsBecomesSoftmaxOfAMatrixWhereSeveralAxesAreLong() {
        Graph plain = one(11, "Softmax", new long[] {-1, 10, 1, 1}, List.of("x"));
        assertThat(node(plain, "n").op()).isEqualTo(new Softmax(1));
        Graph rows = one(11, "Softmax", new long[] {-1, 3, 4}, List.of("x"));
        assertThat(rows.nodes()).hasSize(4);
        assertThat(node(rows, "n").op()).isEqualTo(new Softmax(-1));
        assertThat(rows.producerOf(node(rows, "n").input(0)).orElseThrow().op()).isEqualTo(new Flatten(1));
        assertThat(rows.producerOf("y").orElseThrow().name()).isEqualTo("n/reshape");
        Graph last = one(13, "Softmax", new long[] {-1, 3, 4}, List.of("x"));
        assertThat(node(last, "n").op()).isEqualTo(new Softmax(-1));
    }

    @Test
    void upsampleBecomesResize() {
        Graph g = one(7, "Upsample", new long[] {-1, 3, 4, 4}, List.of("x"), reals("scales", 1, 1, 2, 2));
        Resize resize = (Resize) node(g, "n").op();
        assertThat(resize.coordinates()).isEqualTo(Resize.Coordinates.ASYMMETRIC);
        assertThat(resize.nearest()).isEqualTo(Resize.Nearest.FLOOR);
        assertThat(g.constant(node(g, "n").input(2)).orElseThrow().toFloats()).containsExactly(1, 1, 2, 2);
    }

    @Test
    void convolutionHasItsDefaultsWrittenOut() {
        Graph g = convert(OnnxModels.opset(11)
                .input("x", -1, 1, 4, 4)
                .floats("w", new long[] {1, 1, 2, 2}, 1, 2, 3, 4)
                .node("n", "Conv", List.of("x", "w"), "y")
                .output("y"));
        Conv conv = (Conv) node(g, "n").op();
        assertThat(conv.strides()).containsExactly(1, 1);
        assertThat(conv.dilations()).containsExactly(1, 1);
        assertThat(conv.padding()).isEqualTo(Padding.none(2));
    }

    /** 4×4 by stride 3 with a 3×3 kernel gives 12×12; asked for 10 it has 2 too many, asked for 13 one too few. */
    @Test
    void transposedConvolutionToAGivenSize() {
        OnnxModels m = OnnxModels.opset(11)
                .input("x", -1, 1, 4, 4)
                .floats("w", new long[] {1, 1, 3, 3}, new float[9])
                .node(
                        "n",
                        "ConvTranspose",
                        List.of("x", "w"),
                        "y",
                        ints("strides", 3, 3),
                        ints("output_shape", 10, 13));
        ConvTranspose op = (ConvTranspose) node(convert(m.output("y")), "n").op();
        assertThat(op.padding()).isEqualTo(Padding.explicit(List.of(1, 0), List.of(1, 0)));
        assertThat(op.outputPadding()).containsExactly(0, 1);
    }

    @Test
    void constantsListedAsInputsAreConstants() {
        Graph g = convert(OnnxModels.opset(8)
                .input("x", -1, 2)
                .input("w", 2, 2)
                .floats("w", new long[] {2, 2}, 1, 2, 3, 4)
                .node("n", "MatMul", List.of("x", "w"), "y")
                .output("y"));
        assertThat(g.inputs()).hasSize(1);
        assertThat(g.isConstant("w")).isTrue();
    }

    @Test
    void everyNodeHasANameOfItsOwn() {
        Graph g = convert(OnnxModels.opset(13)
                .input("x", -1, 2)
                .node("x", "Relu", List.of("x"), "a")
                .node("twice", "Relu", List.of("a"), "b")
                .node("twice", "Relu", List.of("b"), "c")
                .node("", "Relu", List.of("c"), "hidden")
                .node("", "Relu", List.of("hidden"), "17")
                .output("17"));
        assertThat(g.nodes()).extracting(Node::name).containsExactly("x_2", "twice", "twice_2", "hidden", "Relu_4");
        assertThat(report.build().ofCode(ImportFinding.Code.LAYER_RENAMED))
                .extracting(ImportFinding::layer)
                .containsExactly("x_2", "twice_2");
    }

    @Test
    void anUnknownOperatorLeavesTheModelOpen() {
        Graph g = convert(OnnxModels.opset(13)
                .input("x", -1, 2)
                .node(NodeProto.newBuilder()
                        .setName("odd")
                        .setOpType("Odd")
                        .setDomain("my.lab")
                        .addInput("x")
                        .addOutput("a")
                        .build())
                .node("r", "Relu", List.of("a"), "y")
                .output("y"));
        assertThat(node(g, "odd").op()).isInstanceOf(UnsupportedOp.class);
        assertThat(node(g, "r").op()).isEqualTo(new Relu());
        assertThat(report.build().errors())
                .extracting(ImportFinding::sentence)
                .containsExactly("Operator my.lab.Odd cannot be run because it is not one of the standard's operators;"
                        + " what depends on this layer cannot be evaluated.");
    }

    @Test
    void aBranchIsShownWithAllThatItReads() {
        GraphProto branch = GraphProto.newBuilder()
                .addNode(NodeProto.newBuilder().setOpType("Relu").addInput("a").addOutput("b"))
                .addOutput(ValueInfoProto.newBuilder().setName("b"))
                .build();
        Graph g = convert(OnnxModels.opset(13)
                .input("x", -1, 2)
                .typedInput("c", TensorProto.DataType.BOOL_VALUE)
                .node("r", "Relu", List.of("x"), "a")
                .node(
                        "if",
                        "If",
                        List.of("c"),
                        "y",
                        AttributeProto.newBuilder()
                                .setName("then_branch")
                                .setType(AttributeProto.AttributeType.GRAPH)
                                .setG(branch)
                                .build())
                .output("y"));
        assertThat(node(g, "if").op()).isInstanceOf(UnsupportedOp.class);
        assertThat(node(g, "if").inputs()).containsExactly("c", "a");
    }

    @Test
    void nodesOutOfOrderAreSorted() {
        Graph g = convert(OnnxModels.opset(13)
                .input("x", -1, 2)
                .node("second", "Relu", List.of("a"), "y")
                .node("first", "Tanh", List.of("x"), "a")
                .output("y"));
        assertThat(g.nodes()).extracting(Node::name).containsExactly("first", "second");
    }

    @Test
    void aValueThatNothingComputesIsAnErrorThatNamesTheLayer() {
        OnnxModels m = OnnxModels.opset(13)
                .input("x", -1, 2)
                .node("n", "Add", List.of("x", "ghost"), "y")
                .output("y");
        assertThatThrownBy(() -> convert(m))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("Layer n reads [ghost]");
    }

    @Test
    void aUsedSecondOutputCannotBeRun() {
        Graph g = convert(OnnxModels.opset(13)
                .input("x", -1, 1, 4, 4)
                .node(NodeProto.newBuilder()
                        .setName("pool")
                        .setOpType("MaxPool")
                        .addInput("x")
                        .addOutput("y")
                        .addOutput("indices")
                        .addAttribute(ints("kernel_shape", 2, 2))
                        .build())
                .output("y")
                .output("indices"));
        assertThat(((UnsupportedOp) node(g, "pool").op()).reason()).isEqualTo("because output 1 of it is used");
    }

    @Test
    void dropoutPassesOnInInferenceOnly() {
        assertThat(node(one(7, "Dropout", new long[] {-1, 2}, List.of("x"), real("ratio", 0.5f)), "n")
                        .op())
                .isEqualTo(new Identity());
        Graph training = convert(OnnxModels.opset(13)
                .input("x", -1, 2)
                .floats("ratio", new long[0], 0.5f)
                .initializer(TensorProto.newBuilder()
                        .setName("on")
                        .setDataType(TensorProto.DataType.BOOL_VALUE)
                        .addInt32Data(1)
                        .build())
                .node("n", "Dropout", List.of("x", "ratio", "on"), "y")
                .output("y"));
        assertThat(((UnsupportedOp) node(training, "n").op()).reason()).isEqualTo("in training mode");
    }

    @Test
    void anAttributeOfAnotherTypeIsAnErrorThatNamesIt() {
        OnnxModels m = OnnxModels.opset(13)
                .input("x", -1, 2)
                .node("n", "Softmax", List.of("x"), "y", text("axis", "one"))
                .output("y");
        assertThatThrownBy(() -> convert(m))
                .hasMessage("Layer n (Softmax): attribute axis is not a whole number; export the model again.");
    }

    @Test
    void anOpsetThatIsNotKnownIsSaid() {
        convert(OnnxModels.opset(99)
                .input("x", -1, 2)
                .node("n", "Relu", List.of("x"), "y")
                .output("y"));
        assertThat(report.build().ofCode(ImportFinding.Code.OTHER_OPSET)).hasSize(1);
    }

    @Test
    void halvesAndFourBitsAreReadAsTheyAreStored() {
        TensorProto half = TensorProto.newBuilder()
                .setName("h")
                .setDataType(TensorProto.DataType.FLOAT16_VALUE)
                .addDims(2)
                .addInt32Data(0x3C00)
                .addInt32Data(0xC000)
                .build();
        assertThat(OnnxTensors.read(half).toFloats()).containsExactly(1, -2);
        TensorProto four = TensorProto.newBuilder()
                .setName("q")
                .setDataType(TensorProto.DataType.INT4_VALUE)
                .addDims(3)
                .addInt32Data(0x8F)
                .addInt32Data(0x07)
                .build();
        assertThat(OnnxTensors.read(four).toLongs()).containsExactly(-1, -8, 7);
    }

    @Test
    void aFileNewerThanTheTableIsReadInTheNewestFormOfEachOperator() {
        for (String operator : OnnxOpMappings.operators()) {
            assertThat(OnnxOpMappings.of("", operator, 99)).isNotNull();
        }
    }
}
