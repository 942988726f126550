package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.HalfPrecision;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.graph.shape.SymbolicTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a mapping works with: what is known of the operands, and where the operations and constants go that one ONNX node turns into.
 * Nothing reaches the graph before the mapping has succeeded.
 */
final class NodeEmitter {
    private final OnnxNode node;
    private final ConversionState state;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, TensorData> constants = new LinkedHashMap<>();
    private final ShapeInference shapes;
    private List<String> results = List.of();

    NodeEmitter(OnnxNode node, ConversionState state) {
        this.node = node;
        this.state = state;
        this.shapes = state.shapes();
    }

    /** The operation the node stands for; it gets the node's name. */
    String main(Op op, String... operands) {
        return main(op, List.of(operands));
    }

    String main(Op op, List<String> operands) {
        return add(node.name(), op, operands);
    }

    /** A further operation around the main one, called {@code node/role}. */
    String helper(String role, Op op, String... operands) {
        return add(state.freshName(node.name() + "/" + role), op, List.of(operands));
    }

    /** The operation the node stands for, which has as many results as the node has outputs. */
    String mainWithAllResults(Op op, List<String> operands) {
        results = add(node.name(), op, operands, node.proto().getOutputCount());
        return results.get(0);
    }

    private String add(String name, Op op, List<String> operands) {
        return add(name, op, operands, 1).get(0);
    }

    private List<String> add(String name, Op op, List<String> operands, int resultCount) {
        int last = operands.size();
        while (last > 0 && operands.get(last - 1).isEmpty()) {
            last--;
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < resultCount; i++) {
            values.add(state.freshName(name + ":" + i));
        }
        Node added = new Node(name, op, operands.subList(0, last), values);
        nodes.add(added);
        shapes.node(added);
        return values;
    }

    /** Says what all of the node's outputs are, in order; those that are not read may be left off by the file. */
    void answerWith(List<String> values) {
        results = List.copyOf(values);
    }

    /** All results of the node, {@code first} being what its mapping answered. */
    List<String> results(String first) {
        return results.isEmpty() ? List.of(first) : results;
    }

    /** Whether {@code value} is new, and so can be given the name the file has for it. */
    boolean isEmitted(String value) {
        return constants.containsKey(value)
                || nodes.stream().anyMatch(n -> n.outputs().contains(value));
    }

    /** {@code value} under another name too. */
    void passOn(String value, String name) {
        nodes.add(new Node(node.name(), new Identity(), List.of(value), List.of(name)));
    }

    /** A constant called {@code node/role}. */
    String constant(String role, TensorData data) {
        String value = state.freshName(node.name() + "/" + role);
        constants.put(value, data);
        shapes.constant(value, data);
        return value;
    }

    /** A single number of operand 0's floating type. */
    String number(String role, double value) {
        switch (type(0)) {
            case FLOAT64:
                ByteBuffer eight =
                        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(0, value);
                return constant(role, TensorData.of(DataType.FLOAT64, Shape.SCALAR, eight));
            case FLOAT16:
                short half = HalfPrecision.toFloat16((float) value);
                return constant(role, TensorData.ofShorts(DataType.FLOAT16, Shape.SCALAR, half));
            case FLOAT32:
                return constant(role, TensorData.scalar((float) value));
            default:
                throw new UnsupportedOperator("on values of type " + type(0));
        }
    }

    String longs(String role, long... values) {
        return constant(role, TensorData.ofLongs(Shape.of(values.length), values));
    }

    TensorData read(ai.onnx.proto.OnnxMl.TensorProto tensor) {
        String why = OnnxTensors.whyNotHeld(tensor);
        if (!why.isEmpty()) {
            throw new UnsupportedOperator("because " + why);
        }
        return state.tensors().tensor(tensor);
    }

    /** The numbers of {@code value} if it is a constant. */
    Optional<TensorData> constantOf(String value) {
        return state.constant(value);
    }

    Optional<SymbolicTensor> fact(String value) {
        return shapes.fact(value);
    }

    /** The element type of operand {@code index}. */
    DataType type(int index) {
        return fact(node.input(index))
                .map(SymbolicTensor::type)
                .orElseThrow(
                        () -> new UnsupportedOperator("because the type of its operand " + index + " is not known"));
    }

    /** The number of axes of operand {@code index}. */
    int rank(int index) {
        return fact(node.input(index))
                .map(SymbolicTensor::rank)
                .orElseThrow(
                        () -> new UnsupportedOperator("because the shape of its operand " + index + " is not known"));
    }

    /** {@code axis} counted from the front of operand 0, if it is one of its axes or one past them. */
    int axis(long axis, int rank) {
        long fromFront = axis < 0 ? axis + rank : axis;
        if (fromFront < 0 || fromFront > rank) {
            throw new UnsupportedOperator("along axis " + axis + " of a tensor of " + rank + " axes");
        }
        return (int) fromFront;
    }

    /** The file's nodes that read {@code value}. */
    List<ai.onnx.proto.OnnxMl.NodeProto> readers(String value) {
        return state.readers(value);
    }

    /** Whether the network answers with {@code value}. */
    boolean isAnswered(String value) {
        return state.isAnswered(value);
    }

    /** Whether all that becomes of {@code codes} is their real values. */
    boolean isOnlyDequantized(String codes) {
        return !isAnswered(codes)
                && readers(codes).stream()
                        .allMatch(r -> r.getOpType().equals("DequantizeLinear")
                                && r.getInput(0).equals(codes));
    }

    /** Says that {@code value} stands for codes in the file and for their real values in the graph. */
    void markDynamicCodes(String value) {
        state.markDynamicCodes(value);
    }

    boolean isDynamicCodes(String value) {
        return state.isDynamicCodes(value);
    }

    List<Node> nodes() {
        return nodes;
    }

    Map<String, TensorData> constants() {
        return constants;
    }
}
