package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.ImageLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the nodes and initializers of an ONNX model, and keeps names unique. */
final class OnnxEmitter {
    private final Graph graph;
    private final int opset;
    private final List<OnnxMl.NodeProto> nodes = new ArrayList<>();
    private final Map<String, OnnxMl.TensorProto> initializers = new LinkedHashMap<>();
    private final Set<String> names;
    private final Map<String, String> shared = new HashMap<>();
    private final Map<String, Integer> numbers;

    OnnxEmitter(Graph graph, int opset) {
        this(graph, opset, new HashSet<>(), new HashMap<>());
        graph.inputs().forEach(i -> names.add(i.name()));
        names.addAll(graph.constants().keySet());
        for (Node n : graph.nodes()) {
            names.add(n.name());
            names.addAll(n.outputs());
        }
    }

    private OnnxEmitter(Graph graph, int opset, Set<String> names, Map<String, Integer> numbers) {
        this.graph = graph;
        this.opset = opset;
        this.names = names;
        this.numbers = numbers;
    }

    /** For a graph inside a node of this one, whose names are taken here already. */
    OnnxEmitter inside(Graph inner) {
        return new OnnxEmitter(inner, opset, names, numbers);
    }

    /** Says that a graph inside a node reads {@code value}. */
    void capture(String value) {
        declareConstant(value);
    }

    Graph graph() {
        return graph;
    }

    /** The operator set version written. */
    int opset() {
        return opset;
    }

    List<OnnxMl.NodeProto> nodes() {
        return nodes;
    }

    Iterable<OnnxMl.TensorProto> initializers() {
        for (OnnxMl.NodeProto n : nodes) {
            n.getInputList().forEach(this::declareConstant);
        }
        graph.outputs().forEach(this::declareConstant);
        return initializers.values();
    }

    private void declareConstant(String value) {
        graph.constant(value)
                .ifPresent(data -> initializers.computeIfAbsent(value, v -> GraphToOnnx.initializer(v, data)));
    }

    /** A constant made for the export; returns its name. */
    String constant(String wanted, TensorData data) {
        String name = fresh(wanted);
        initializers.put(name, GraphToOnnx.initializer(name, data));
        return name;
    }

    /** A constant that is written once, however often it is wanted: scales and zero points. Returns its name. */
    String shared(String prefix, TensorData data) {
        return shared.computeIfAbsent(data.contentHash(), h -> {
            String name = numbered(prefix);
            initializers.put(name, GraphToOnnx.initializer(name, data));
            return name;
        });
    }

    /** A short name that nothing has: the prefix and a number. */
    String numbered(String prefix) {
        int i = numbers.merge(prefix, 1, Integer::sum);
        while (!names.add(prefix + i)) {
            i = numbers.merge(prefix, 1, Integer::sum);
        }
        return prefix + i;
    }

    String fresh(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    void add(
            String operator,
            String name,
            List<String> inputs,
            List<String> outputs,
            OnnxMl.AttributeProto... attributes) {
        OnnxMl.NodeProto.Builder b = OnnxMl.NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addAllInput(trimmed(inputs))
                .addAllOutput(outputs);
        for (OnnxMl.AttributeProto a : attributes) {
            b.addAttribute(a);
        }
        nodes.add(b.build());
    }

    private static List<String> trimmed(List<String> inputs) {
        int last = inputs.size();
        while (last > 0 && inputs.get(last - 1).isEmpty()) {
            last--;
        }
        return inputs.subList(0, last);
    }

    /** The node's own operands and outputs under {@code operator}, then its fused activation. */
    void addSame(String operator, Node node, OnnxMl.AttributeProto... attributes) {
        addWithActivation(operator, node, node.inputs(), attributes);
    }

    /** As {@link #addSame} with other operands. */
    void addWithActivation(String operator, Node node, List<String> inputs, OnnxMl.AttributeProto... attributes) {
        Clamp clamp = node.op().fusedActivation();
        if (clamp.isNone()) {
            add(operator, node.name(), inputs, node.outputs(), attributes);
            return;
        }
        String before = numbered("v");
        add(operator, node.name(), inputs, List.of(before), attributes);
        addClamp(fresh(node.name() + "_activation"), clamp, before, node.output());
    }

    void addClamp(String name, Clamp clamp, String input, String output) {
        if (clamp.equals(Clamp.RELU)) {
            add("Relu", name, List.of(input), List.of(output));
            return;
        }
        String low = Float.isInfinite(clamp.low()) ? "" : shared("c", TensorData.scalar(clamp.low()));
        String high = Float.isInfinite(clamp.high()) ? "" : shared("c", TensorData.scalar(clamp.high()));
        add("Clip", name, List.of(input, low, high), List.of(output));
    }

    /**
     * A node whose image operand and result are channels first in ONNX: written as it is, or between two transpositions where the graph
     * has channels last.
     */
    void addImage(String operator, Node node, ImageLayout layout, OnnxMl.AttributeProto... attributes) {
        if (layout == ImageLayout.CHANNELS_FIRST) {
            addSame(operator, node, attributes);
            return;
        }
        int rank = graph.spec(node.input(0)).orElseThrow().shape().rank();
        String first = numbered("v");
        transpose(node.input(0), first, toChannelsFirst(rank));
        String result = numbered("v");
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(0, first);
        addWithActivation(
                operator, new Node(node.name(), node.op(), node.inputs(), List.of(result)), inputs, attributes);
        transpose(result, node.output(), toChannelsLast(rank));
    }

    void transpose(String input, String output, long[] permutation) {
        add("Transpose", numbered("n"), List.of(input), List.of(output), ints("perm", permutation));
    }

    static long[] toChannelsFirst(int rank) {
        long[] p = new long[rank];
        p[1] = rank - 1;
        for (int i = 2; i < rank; i++) {
            p[i] = i - 1;
        }
        return p;
    }

    static long[] toChannelsLast(int rank) {
        long[] p = new long[rank];
        for (int i = 1; i < rank - 1; i++) {
            p[i] = i + 1;
        }
        p[rank - 1] = 1;
        return p;
    }

    static OnnxMl.AttributeProto integer(String name, long value) {
        return OnnxMl.AttributeProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static OnnxMl.AttributeProto real(String name, float value) {
        return OnnxMl.AttributeProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    static OnnxMl.AttributeProto text(String name, String value) {
        return OnnxMl.AttributeProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.AttributeProto.AttributeType.STRING)
                .setS(com.google.protobuf.ByteString.copyFromUtf8(value))
                .build();
    }

    static OnnxMl.AttributeProto texts(String name, List<String> values) {
        OnnxMl.AttributeProto.Builder b =
                OnnxMl.AttributeProto.newBuilder().setName(name).setType(OnnxMl.AttributeProto.AttributeType.STRINGS);
        values.forEach(v -> b.addStrings(com.google.protobuf.ByteString.copyFromUtf8(v)));
        return b.build();
    }

    static OnnxMl.AttributeProto reals(String name, List<Float> values) {
        return OnnxMl.AttributeProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.AttributeProto.AttributeType.FLOATS)
                .addAllFloats(values)
                .build();
    }

    static OnnxMl.AttributeProto ints(String name, long... values) {
        OnnxMl.AttributeProto.Builder b =
                OnnxMl.AttributeProto.newBuilder().setName(name).setType(OnnxMl.AttributeProto.AttributeType.INTS);
        for (long v : values) {
            b.addInts(v);
        }
        return b.build();
    }

    static OnnxMl.AttributeProto ints(String name, List<Integer> values) {
        return ints(name, values.stream().mapToLong(Integer::longValue).toArray());
    }
}
