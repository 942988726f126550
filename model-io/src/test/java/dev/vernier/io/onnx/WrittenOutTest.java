package dev.vernier.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.If;
import dev.vernier.engine.graph.op.Loop;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelReader;
import dev.vernier.io.runtime.OnnxRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model writes as one node becomes the layers it stands for, each with a name, and answers as ONNX Runtime does. */
class WrittenOutTest {
    @TempDir
    Path folder;

    private Graph opened(ModelProto model, TensorData... inputs) throws IOException {
        Path file = Files.write(folder.resolve("model.onnx"), model.toByteArray());
        ImportedModel m = ModelReader.open(file);
        assertThat(m.report().errors()).isEmpty();
        Graph graph = m.graph();
        assertSameAsRuntime(graph, model.toByteArray(), inputs);
        assertSameAsRuntime(graph, OnnxWriter.toBytes(graph), inputs);
        return graph;
    }

    private static void assertSameAsRuntime(Graph graph, byte[] file, TensorData... inputs) {
        Map<String, TensorData> given = new java.util.HashMap<>();
        for (int i = 0; i < inputs.length; i++) {
            given.put(graph.inputs().get(i).name(), inputs[i]);
        }
        Map<String, TensorData> here = Interpreter.run(graph, given, graph.outputs());
        try (OnnxRuntime runtime = OnnxRuntime.load("model", file, 1)) {
            runtime.run(given).forEach((name, there) -> {
                assertThat(here.get(name).shape()).isEqualTo(there.shape());
                for (int i = 0; i < there.elementCount(); i++) {
                    assertThat(here.get(name).doubleAt(i)).isCloseTo(there.doubleAt(i), within(1e-4));
                }
            });
        }
    }

    private static TensorData noise(long... dims) {
        float[] values = new float[(int) Shape.of(dims).elementCount()];
        Random random = new Random(7);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return TensorData.ofFloats(Shape.of(dims), values);
    }

    private static AttributeProto graph(String name, GraphProto.Builder graph) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(graph.setName(name))
                .build();
    }

    private static NodeProto node(String name, String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setName(name)
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    private static ValueInfoProto value(String name) {
        return ValueInfoProto.newBuilder().setName(name).build();
    }

    private static boolean has(Graph graph, Class<? extends Op> op) {
        return graph.nodes().stream().anyMatch(n -> op.isInstance(n.op()));
    }

    /** The way exporters drop an axis of length 1: whether it has that length is known from the shapes. */
    @Test
    void aBranchThatShapesDecideTakesThePlaceOfItsIf() throws IOException {
        GraphProto.Builder then = GraphProto.newBuilder()
                .addNode(node("squeeze", "Squeeze", "narrow", "x", "axes"))
                .addOutput(value("narrow"));
        GraphProto.Builder otherwise = GraphProto.newBuilder()
                .addNode(node("keep", "Identity", "same", "x"))
                .addOutput(value("same"));
        ModelProto model = OnnxModels.opset(13)
                .input("x", -1, 1, 3)
                .longs("axes", 1)
                .longs("one", 1)
                .node("shape", "Shape", List.of("x"), "dims")
                .node("dim", "Gather", List.of("dims", "one"), "length")
                .node("is_one", "Equal", List.of("length", "one"), "condition")
                .node(node("if", "If", "y", "condition").toBuilder()
                        .addAttribute(graph("then_branch", then))
                        .addAttribute(graph("else_branch", otherwise))
                        .build())
                .node("relu", "Relu", List.of("y"), "z")
                .output("z")
                .build();
        Graph graph = opened(model, noise(2, 1, 3));
        assertThat(has(graph, If.class)).isFalse();
        assertThat(graph.nodes()).extracting(Node::name).contains("if/squeeze");
    }

    @Test
    void aShortLoopBecomesItsRunsAndALongOneStays() throws IOException {
        assertThat(has(opened(loop(3), noise(2, 3)), Loop.class)).isFalse();
        Graph written = opened(loop(3), noise(2, 3));
        assertThat(written.nodes()).extracting(Node::name).contains("loop/0/dense", "loop/2/dense");
        Graph kept = opened(loop(200), noise(2, 3));
        assertThat(has(kept, Loop.class)).isTrue();
    }

    private static ModelProto loop(long runs) {
        GraphProto.Builder body = GraphProto.newBuilder()
                .addInput(typed("run", TensorProto.DataType.INT64_VALUE))
                .addInput(typed("go_on", TensorProto.DataType.BOOL_VALUE))
                .addInput(typed("state", TensorProto.DataType.FLOAT_VALUE))
                .addNode(node("on", "Identity", "still", "go_on"))
                .addNode(node("dense", "MatMul", "product", "state", "w"))
                .addNode(node("tanh", "Tanh", "next", "product"))
                .addNode(node("answer", "Neg", "answer", "next"))
                .addOutput(typed("still", TensorProto.DataType.BOOL_VALUE))
                .addOutput(typed("next", TensorProto.DataType.FLOAT_VALUE))
                .addOutput(typed("answer", TensorProto.DataType.FLOAT_VALUE));
        return OnnxModels.opset(13)
                .input("x", 2, 3)
                .initializer(TensorProto.newBuilder()
                        .setName("runs")
                        .setDataType(TensorProto.DataType.INT64_VALUE)
                        .addInt64Data(runs)
                        .build())
                .floats("w", new long[] {3, 3}, 0.5f, -1, 0.25f, 1, 0.75f, -0.5f, 0.125f, 1, -1)
                .node(node("loop", "Loop", "last", "runs", "", "x").toBuilder()
                        .addOutput("all")
                        .addAttribute(graph("body", body))
                        .build())
                .output("last")
                .output("all")
                .build();
    }

    /** Numbers and truths are single ones, what is carried has two axes. */
    private static ValueInfoProto typed(String name, int type) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        if (type == TensorProto.DataType.FLOAT_VALUE) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(2));
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(3));
        }
        return value(name).toBuilder()
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
                .build();
    }

    /** One attribute is the caller's, the other one has its default. */
    @Test
    void aFunctionBecomesWhatItConsistsOf() throws IOException {
        NodeProto leaky = node("leaky", "LeakyRelu", "bent", "a").toBuilder()
                .addAttribute(reference("alpha", "slope"))
                .build();
        NodeProto elu = node("elu", "Elu", "b", "bent").toBuilder()
                .addAttribute(reference("alpha", "depth"))
                .build();
        FunctionProto function = FunctionProto.newBuilder()
                .setName("Bend")
                .setDomain("own")
                .addInput("a")
                .addOutput("b")
                .addAttribute("slope")
                .addAttributeProto(OnnxModels.real("depth", 0.5f))
                .addNode(leaky)
                .addNode(elu)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(16))
                .build();
        NodeProto.Builder first = node("first", "Bend", "once", "x").toBuilder().setDomain("own");
        NodeProto.Builder second =
                node("second", "Bend", "twice", "once").toBuilder().setDomain("own");
        ModelProto model = OnnxModels.opset(16)
                .input("x", -1, 4)
                .node(first.addAttribute(OnnxModels.real("slope", 0.25f)).build())
                .node(second.addAttribute(OnnxModels.real("slope", 0.75f)).build())
                .output("twice")
                .build();
        ModelProto whole = model.toBuilder()
                .addFunctions(function)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("own").setVersion(1))
                .build();
        Graph graph = opened(whole, noise(2, 4));
        assertThat(graph.nodes())
                .extracting(Node::name)
                .containsExactly("first/leaky", "first/elu", "second/leaky", "second/elu");
    }

    private static AttributeProto reference(String name, String to) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setRefAttrName(to)
                .setType(AttributeProto.AttributeType.FLOAT)
                .build();
    }

    /** A projection to heads, as exporters write it: the constant operand is the weights of a layer. */
    @Test
    void anEinsumWithAConstantIsALayerWithWeights() throws IOException {
        ModelProto model = OnnxModels.opset(13)
                .input("x", -1, 5, 3)
                .floats("w", new long[] {3, 2, 2}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
                .node("heads", "Einsum", List.of("x", "w"), "y", OnnxModels.text("equation", "bsd,dhk->bshk"))
                .output("y")
                .build();
        Graph graph = opened(model, noise(2, 5, 3));
        Node heads = graph.node("heads").orElseThrow();
        assertThat(heads.op()).isInstanceOf(MatMul.class);
        assertThat(graph.constant(heads.input(1)).orElseThrow().shape()).isEqualTo(Shape.of(3, 4));
        assertThat(Layer.listOf(graph)).extracting(Layer::name).contains("heads");
    }

    /** Both products of attention are layers whose operands can be quantized. */
    @Test
    void attentionHasTwoProducts() throws IOException {
        ModelProto model = OnnxModels.opset(23)
                .input("q", -1, 4, 6)
                .input("k", -1, 4, 6)
                .input("v", -1, 4, 6)
                .node(
                        "attention",
                        "Attention",
                        List.of("q", "k", "v"),
                        "y",
                        OnnxModels.integer("q_num_heads", 2),
                        OnnxModels.integer("kv_num_heads", 2),
                        OnnxModels.integer("is_causal", 1))
                .output("y")
                .build();
        Graph graph = opened(model, noise(2, 4, 6), noise(2, 4, 6), noise(2, 4, 6));
        assertThat(graph.nodes().stream().filter(n -> n.op() instanceof MatMul).map(Node::name))
                .containsExactly("attention/scores", "attention/heads");
    }
}
