package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.shape.SymbolicTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Scan (the form since opset 9) as a loop over the elements of its sequences: each run takes one element of each, and what it answers is
 * stacked.
 */
final class ScanLoop {
    private final OnnxToGraph conversion;
    private final ConversionState state;
    private final OnnxNode node;
    private final GraphProto body;
    private final int sequences;
    private final int states;

    ScanLoop(OnnxToGraph conversion, ConversionState state, OnnxNode node) {
        this.conversion = conversion;
        this.state = state;
        this.node = node;
        this.body = node.graph("body");
        this.sequences = node.intValue("num_scan_inputs", 0);
        this.states = node.inputCount() - sequences;
        if (node.opset() < 9) {
            throw new UnsupportedOperator("in the form it had in opset 8");
        }
        if (sequences < 1
                || states < 0
                || body.getInputCount() != node.inputCount()
                || body.getOutputCount() < states) {
            throw new UnsupportedOperator("because its body does not take what it is given");
        }
    }

    void convert() {
        String run = state.freshName(node.name() + "/run");
        String goesOn = state.freshName(node.name() + "/go_on");
        GraphProto.Builder loopBody = GraphProto.newBuilder().setName(body.getName());
        loopBody.addInput(scalar(run, TensorProto.DataType.INT64_VALUE));
        loopBody.addInput(scalar(goesOn, TensorProto.DataType.BOOL_VALUE));
        loopBody.addAllInput(body.getInputList().subList(0, states));
        loopBody.addAllInitializer(body.getInitializerList());
        for (int i = 0; i < sequences; i++) {
            loopBody.addAllNode(element(i, run));
        }
        loopBody.addAllNode(body.getNodeList());
        String still = state.freshName(node.name() + "/still");
        loopBody.addNode(FunctionInlining.passedOn(node.name() + "/still", goesOn, still));
        loopBody.addOutput(ValueInfoProto.newBuilder().setName(still));
        loopBody.addAllOutput(body.getOutputList());
        String length = length(node.input(states), axis("scan_input_axes", 0, rank(node.input(states))));
        NodeProto.Builder loop = NodeProto.newBuilder()
                .setName(node.name())
                .setOpType("Loop")
                .addInput(length)
                .addInput("");
        loop.addAllInput(node.inputs().subList(0, states));
        List<String> results = new ArrayList<>();
        for (int i = 0; i < node.proto().getOutputCount(); i++) {
            String output = node.proto().getOutput(i);
            boolean moved = i >= states && !output.isEmpty() && (outputAxis(i - states) != 0 || isReversed(i - states));
            results.add(moved ? state.freshName(node.name() + "/stacked") : output);
        }
        loop.addAllOutput(results);
        loop.addAttribute(ai.onnx.proto.OnnxMl.AttributeProto.newBuilder()
                .setName("body")
                .setType(ai.onnx.proto.OnnxMl.AttributeProto.AttributeType.GRAPH)
                .setG(loopBody));
        new ControlFlow(conversion, state, new OnnxNode(node.name(), loop.build(), node.opset())).convert();
        for (int i = states; i < results.size(); i++) {
            if (!results.get(i).equals(node.proto().getOutput(i))) {
                move(results.get(i), i - states, node.proto().getOutput(i));
            }
        }
    }

    private static ValueInfoProto scalar(String name, int type) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type)))
                .build();
    }

    /** The nodes that take element {@code run} of sequence {@code index}, counted from its end where it is read backwards. */
    private List<NodeProto> element(int index, String run) {
        String sequence = node.input(states + index);
        int axis = axis("scan_input_axes", index, rank(sequence));
        List<NodeProto> nodes = new ArrayList<>();
        String at = run;
        if (at("scan_input_directions", index) == 1) {
            String last = state.freshName(node.name() + "/last");
            String length = length(sequence, axis);
            nodes.add(node("Sub", last, length, constant("one", 1)));
            at = state.freshName(node.name() + "/from_end");
            nodes.add(node("Sub", at, last, run));
        }
        nodes.add(node("Gather", body.getInput(states + index).getName(), sequence, at).toBuilder()
                .addAttribute(OnnxEmitter.integer("axis", axis))
                .build());
        return nodes;
    }

    private NodeProto node(String operator, String output, String a, String b) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(state.freshName(node.name() + "/" + operator))
                .addInput(a)
                .addInput(b)
                .addOutput(output)
                .build();
    }

    private String constant(String role, long value) {
        String name = state.freshName(node.name() + "/" + role);
        state.constant(name, TensorData.ofLongs(Shape.SCALAR, value));
        return name;
    }

    /** The length of one axis: a single number. */
    private String length(String value, int axis) {
        SymbolicTensor fact = fact(value);
        if (fact.dim(axis).isKnown()) {
            return constant("length", fact.dim(axis).value());
        }
        NodeEmitter emit = new NodeEmitter(node, state);
        Formula f = new Formula(emit);
        String length = f.reshape(f.length(value, axis));
        state.add(emit.nodes(), emit.constants(), Map.of());
        return length;
    }

    private SymbolicTensor fact(String value) {
        return state.shapes()
                .fact(value)
                .orElseThrow(() -> new UnsupportedOperator("because the shape of " + value + " is not known"));
    }

    private int rank(String value) {
        return fact(value).rank();
    }

    private long at(String attribute, int index) {
        long[] values = node.integers(attribute).orElse(new long[0]);
        return index < values.length ? values[index] : 0;
    }

    private int axis(String attribute, int index, int rank) {
        long axis = at(attribute, index);
        long fromFront = axis < 0 ? axis + rank : axis;
        if (fromFront < 0 || fromFront >= rank) {
            throw new UnsupportedOperator("along axis " + axis + " of a tensor of " + rank + " axes");
        }
        return (int) fromFront;
    }

    private long outputAxis(int index) {
        return at("scan_output_axes", index);
    }

    private boolean isReversed(int index) {
        return at("scan_output_directions", index) == 1;
    }

    /** What was stacked along the first axis as the node answers it: the other way round, along another axis. */
    private void move(String stacked, int index, String output) {
        NodeEmitter emit = new NodeEmitter(node, state);
        String value = stacked;
        if (isReversed(index)) {
            value = emit.helper(
                    "reversed",
                    new Slice(),
                    value,
                    emit.longs("starts", -1),
                    emit.longs("ends", Long.MIN_VALUE + 1),
                    emit.longs("axes", 0),
                    emit.longs("steps", -1));
        }
        int rank = rank(stacked);
        int axis = axis("scan_output_axes", index, rank);
        if (axis != 0) {
            List<Integer> order = new ArrayList<>();
            for (int i = 1; i < rank; i++) {
                order.add(i);
            }
            order.add(axis, 0);
            value = emit.helper("moved", new Transpose(order), value);
        }
        state.add(emit.nodes(), emit.constants(), new HashMap<>(Map.of(value, output)));
    }
}
