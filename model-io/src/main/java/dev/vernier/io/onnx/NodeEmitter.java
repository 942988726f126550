package dev.vernier.io.onnx;

import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.graph.shape.SymbolicTensor;
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

    private String add(String name, Op op, List<String> operands) {
        int last = operands.size();
        while (last > 0 && operands.get(last - 1).isEmpty()) {
            last--;
        }
        String value = state.freshName(name + ":0");
        Node added = new Node(name, op, operands.subList(0, last), List.of(value));
        nodes.add(added);
        shapes.node(added);
        return value;
    }

    /** A constant called {@code node/role}. */
    String constant(String role, TensorData data) {
        String value = state.freshName(node.name() + "/" + role);
        constants.put(value, data);
        shapes.constant(value, data);
        return value;
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

    List<Node> nodes() {
        return nodes;
    }

    Map<String, TensorData> constants() {
        return constants;
    }
}
