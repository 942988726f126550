package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.TensorData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Operators that work on codes, written out as what they mean: their operands dequantized, the operator on real numbers, its result
 * quantized. After that a file in ONNX Runtime's operator form is like one with quantize and dequantize steps.
 */
final class QuantizedOperators {
    private static final String MICROSOFT = "com.microsoft";

    /** How many operands of three (codes, scale, zero point) each operator takes before its result's scale and zero point. */
    private static final Map<String, Integer> OPERANDS = Map.of(
            "QLinearConv", 2,
            "QLinearMatMul", 2,
            "QLinearAdd", 2,
            "QLinearMul", 2,
            "QLinearGlobalAveragePool", 1,
            "QLinearAveragePool", 1,
            "QLinearSigmoid", 1,
            "QLinearLeakyRelu", 1,
            "QLinearSoftmax", 1);

    private final GraphProto.Builder graph;
    private final Map<String, TensorProto> initializers = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final List<NodeProto> nodes = new ArrayList<>();

    private QuantizedOperators(GraphProto source) {
        this.graph = source.toBuilder();
        for (TensorProto t : source.getInitializerList()) {
            initializers.put(t.getName(), t);
            names.add(t.getName());
        }
        source.getInputList().forEach(i -> names.add(i.getName()));
        for (NodeProto n : source.getNodeList()) {
            names.add(n.getName());
            names.addAll(n.getOutputList());
        }
    }

    /** Names of the operators of ONNX Runtime's own domain that are written out. */
    static Set<String> microsoftOperators() {
        Set<String> operators = new HashSet<>(OPERANDS.keySet());
        operators.addAll(List.of("QLinearConcat", "QGemm"));
        operators.removeAll(List.of("QLinearConv", "QLinearMatMul"));
        return operators;
    }

    /** {@code source} itself where it has none of these operators. */
    static GraphProto expanded(GraphProto source) {
        if (source.getNodeList().stream().noneMatch(QuantizedOperators::isExpanded)) {
            return source;
        }
        QuantizedOperators expansion = new QuantizedOperators(source);
        source.getNodeList().forEach(expansion::add);
        return expansion.graph.clearNode().addAllNode(expansion.nodes).build();
    }

    private static boolean isExpanded(NodeProto n) {
        boolean standard = n.getDomain().isEmpty() || n.getDomain().equals("ai.onnx");
        boolean microsoft = n.getDomain().equals(MICROSOFT);
        String op = n.getOpType();
        return (standard && (op.equals("QLinearConv") || op.equals("QLinearMatMul")))
                || (microsoft
                        && (OPERANDS.containsKey(op)
                                || op.equals("QLinearConcat")
                                || op.equals("QGemm")
                                || op.equals("QuantizeLinear")
                                || op.equals("DequantizeLinear")));
    }

    private void add(NodeProto n) {
        if (!isExpanded(n)) {
            nodes.add(n);
            return;
        }
        switch (n.getOpType()) {
            case "QuantizeLinear", "DequantizeLinear" ->
                nodes.add(n.toBuilder().clearDomain().build());
            case "QLinearConcat" -> concat(n);
            case "QGemm" -> gemm(n);
            default -> plain(n);
        }
    }

    private void plain(NodeProto n) {
        int operands = OPERANDS.get(n.getOpType());
        List<String> real = new ArrayList<>();
        for (int i = 0; i < operands; i++) {
            boolean weights = i == 1;
            int axis = !weights ? 0 : n.getOpType().equals("QLinearConv") ? 0 : rankOf(n.getInput(3)) - 1;
            real.add(dequantized(n, 3 * i, axis));
        }
        if (n.getOpType().equals("QLinearConv") && has(n, 8)) {
            real.add(bias(n, 8, 1, 4));
        }
        String operator = n.getOpType().substring("QLinear".length());
        quantizeResult(n, operator, real, 3 * operands, attributesWithout(n, "channels_last", "opset"));
    }

    private void concat(NodeProto n) {
        List<String> real = new ArrayList<>();
        for (int i = 2; i + 2 < n.getInputCount(); i += 3) {
            real.add(dequantized(n, i, 0));
        }
        quantizeResult(n, "Concat", real, 0, n.getAttributeList());
    }

    /** Its result is real where no scale is given for it. */
    private void gemm(NodeProto n) {
        boolean transposed =
                n.getAttributeList().stream().anyMatch(a -> a.getName().equals("transB") && a.getI() != 0);
        List<String> real = new ArrayList<>();
        real.add(dequantized(n, 0, 0));
        real.add(dequantized(n, 3, transposed ? 0 : 1));
        if (has(n, 6)) {
            real.add(bias(n, 6, 1, 4));
        }
        if (has(n, 7)) {
            quantizeResult(n, "Gemm", real, 7, n.getAttributeList());
        } else {
            nodes.add(node("Gemm", n.getName(), real, n.getOutput(0), n.getAttributeList()));
        }
    }

    private void quantizeResult(
            NodeProto n, String operator, List<String> operands, int scaleAt, List<AttributeProto> attributes) {
        String result = fresh(n.getOutput(0) + "/real");
        nodes.add(node(operator, n.getName(), operands, result, attributes));
        List<String> grid = new ArrayList<>(List.of(result, n.getInput(scaleAt)));
        if (has(n, scaleAt + 1)) {
            grid.add(n.getInput(scaleAt + 1));
        }
        nodes.add(node("QuantizeLinear", fresh(n.getName() + "/quantize"), grid, n.getOutput(0), List.of()));
    }

    private String dequantized(NodeProto n, int at, int axis) {
        String real = fresh(n.getInput(at) + "/real");
        List<String> grid = new ArrayList<>(List.of(n.getInput(at), n.getInput(at + 1)));
        if (has(n, at + 2)) {
            grid.add(n.getInput(at + 2));
        }
        AttributeProto along = AttributeProto.newBuilder()
                .setName("axis")
                .setType(AttributeProto.AttributeType.INT)
                .setI(axis)
                .build();
        nodes.add(node("DequantizeLinear", fresh(n.getName() + "/dequantize"), grid, real, List.of(along)));
        return real;
    }

    /** An int32 bias, whose scale is the product of the input's and the weights'. */
    private String bias(NodeProto n, int at, int inputScaleAt, int weightScaleAt) {
        float input = floats(n.getInput(inputScaleAt))[0];
        float[] scales = floats(n.getInput(weightScaleAt));
        for (int i = 0; i < scales.length; i++) {
            scales[i] *= input;
        }
        String scale = fresh(n.getName() + "/bias_scale");
        TensorProto.Builder t = TensorProto.newBuilder().setName(scale).setDataType(TensorProto.DataType.FLOAT_VALUE);
        if (scales.length > 1) {
            t.addDims(scales.length);
        }
        for (float s : scales) {
            t.addFloatData(s);
        }
        graph.addInitializer(t);
        String real = fresh(n.getInput(at) + "/real");
        AttributeProto along = AttributeProto.newBuilder()
                .setName("axis")
                .setType(AttributeProto.AttributeType.INT)
                .setI(0)
                .build();
        nodes.add(node(
                "DequantizeLinear",
                fresh(n.getName() + "/dequantize"),
                List.of(n.getInput(at), scale),
                real,
                List.of(along)));
        return real;
    }

    private float[] floats(String initializer) {
        TensorProto t = initializers.get(initializer);
        if (t == null || !OnnxTensors.whyNotHeld(t).isEmpty()) {
            throw new VernierException("Scale " + initializer
                    + " of a quantized bias is not stored in the model; export it with constant scales.");
        }
        TensorData data = OnnxTensors.read(t);
        return data.toFloats();
    }

    private int rankOf(String value) {
        TensorProto t = initializers.get(value);
        return t == null ? 2 : Math.max(1, t.getDimsCount());
    }

    private static boolean has(NodeProto n, int at) {
        return at < n.getInputCount() && !n.getInput(at).isEmpty();
    }

    private static List<AttributeProto> attributesWithout(NodeProto n, String... left) {
        return n.getAttributeList().stream()
                .filter(a -> !Set.of(left).contains(a.getName()))
                .toList();
    }

    private static NodeProto node(
            String operator, String name, List<String> inputs, String output, List<AttributeProto> attributes) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(attributes)
                .build();
    }

    private String fresh(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }
}
