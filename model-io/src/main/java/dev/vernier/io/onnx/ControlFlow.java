package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.If;
import dev.vernier.engine.graph.op.Loop;
import dev.vernier.engine.graph.op.Unsqueeze;
import dev.vernier.engine.graph.shape.SymbolicTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * If and Loop. A branch that is known before the network runs takes the place of its If, and a short loop whose number of runs is known is
 * written out, so that the layers inside are layers like any other; what depends on data stays an operation with graphs inside.
 */
final class ControlFlow {
    /** Loops are written out up to this many runs, and up to this many nodes. */
    private static final int MAX_WRITTEN_RUNS = 64;

    private static final int MAX_WRITTEN_NODES = 4096;

    private final OnnxToGraph conversion;
    private final ConversionState state;
    private final OnnxNode node;

    ControlFlow(OnnxToGraph conversion, ConversionState state, OnnxNode node) {
        this.conversion = conversion;
        this.state = state;
        this.node = node;
    }

    static boolean isControlFlow(OnnxNode node) {
        return node.domain().isEmpty()
                && (node.operator().equals("If")
                        || node.operator().equals("Loop")
                        || node.operator().equals("Scan"));
    }

    /**
     * Puts the node into the graph.
     *
     * @throws UnsupportedOperator if it cannot be run
     */
    void convert() {
        switch (node.operator()) {
            case "If" -> branch();
            case "Loop" -> loop();
            default -> new ScanLoop(conversion, state, node).convert();
        }
    }

    private void branch() {
        GraphProto then = node.graph("then_branch");
        GraphProto otherwise = node.graph("else_branch");
        Optional<long[]> condition = known(node.input(0));
        if (condition.isPresent()) {
            GraphProto chosen = condition.get()[0] != 0 ? then : otherwise;
            List<String> values = new InlinedGraph(conversion, state, node.name()).put(chosen, List.of());
            new InlinedGraph(conversion, state, node.name()).answer(node, values);
            return;
        }
        Set<String> outside = new LinkedHashSet<>(BodyGraph.computedOutside(then, state));
        outside.addAll(BodyGraph.computedOutside(otherwise, state));
        BodyGraph bodies = new BodyGraph(conversion, state, node);
        If op = new If(bodies.of(then, List.of(), outside), bodies.of(otherwise, List.of(), outside));
        requireAlike(op.then().graph(), op.otherwise().graph());
        List<String> operands = new ArrayList<>(List.of(node.input(0)));
        operands.addAll(outside);
        conversion.emit(node, state, op, operands);
    }

    private static void requireAlike(Graph then, Graph otherwise) {
        if (then.outputs().size() != otherwise.outputs().size()) {
            throw new UnsupportedOperator("because its branches have different numbers of outputs");
        }
        for (int i = 0; i < then.outputs().size(); i++) {
            TensorSpec one = then.spec(then.outputs().get(i)).orElseThrow();
            TensorSpec other = otherwise.spec(otherwise.outputs().get(i)).orElseThrow();
            if (one.type() != other.type()
                    || one.shape().rank() != other.shape().rank()) {
                throw new UnsupportedOperator("because its branches answer " + one.type() + " of " + one.shape()
                        + " and " + other.type() + " of " + other.shape());
            }
        }
    }

    private void loop() {
        GraphProto body = node.graph("body");
        int carried = node.inputCount() - 2;
        if (carried < 0 || body.getInputCount() != node.inputCount() || body.getOutputCount() < 1 + carried) {
            throw new UnsupportedOperator("because its body does not take what it is given");
        }
        if (isWrittenOut(body)) {
            writeOut(body, (int) known(node.input(0)).orElseThrow()[0], carried);
            return;
        }
        Set<String> outside = BodyGraph.computedOutside(body, state);
        List<SymbolicTensor> inputs = new ArrayList<>();
        inputs.add(SymbolicTensor.of(DataType.INT64, List.of()));
        inputs.add(SymbolicTensor.of(DataType.BOOL, List.of()));
        for (int i = 0; i < carried; i++) {
            inputs.add(fact(node.input(2 + i)));
        }
        Loop op = new Loop(new BodyGraph(conversion, state, node).carrying(body, inputs, outside, 1), carried);
        List<String> operands = new ArrayList<>(node.inputs());
        operands.addAll(outside);
        conversion.emit(node, state, op, operands);
    }

    private SymbolicTensor fact(String value) {
        return state.shapes()
                .fact(value)
                .orElseThrow(() -> new UnsupportedOperator("because the shape of " + value + " is not known"));
    }

    private Optional<long[]> known(String value) {
        return value.isEmpty()
                ? Optional.empty()
                : state.shapes()
                        .fact(value)
                        .flatMap(SymbolicTensor::knownElements)
                        .filter(e -> e.length == 1);
    }

    /** Whether the number of runs is known and small: the condition is and stays true. */
    private boolean isWrittenOut(GraphProto body) {
        Optional<long[]> runs = known(node.input(0));
        boolean starts = node.input(1).isEmpty()
                || known(node.input(1)).filter(c -> c[0] != 0).isPresent();
        if (runs.isEmpty() || !starts || runs.get()[0] < 1 || runs.get()[0] > MAX_WRITTEN_RUNS) {
            return false;
        }
        return runs.get()[0] * body.getNodeCount() <= MAX_WRITTEN_NODES && staysTrue(body);
    }

    private static boolean staysTrue(GraphProto body) {
        String goesOn = body.getOutput(0).getName();
        for (TensorProto t : body.getInitializerList()) {
            if (t.getName().equals(goesOn)) {
                return OnnxTensors.read(t).longAt(0) != 0;
            }
        }
        for (NodeProto n : body.getNodeList()) {
            if (n.getOutputList().contains(goesOn)) {
                boolean passesOn = n.getOpType().equals("Identity")
                        && n.getInput(0).equals(body.getInput(1).getName());
                boolean isTrue = n.getOpType().equals("Constant")
                        && n.getAttributeCount() == 1
                        && n.getAttribute(0).hasT()
                        && OnnxTensors.read(n.getAttribute(0).getT()).longAt(0) != 0;
                return passesOn || isTrue;
            }
        }
        return goesOn.equals(body.getInput(1).getName());
    }

    private void writeOut(GraphProto body, int runs, int carried) {
        List<String> values = new ArrayList<>(node.inputs().subList(2, 2 + carried));
        List<List<String>> answers = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            String prefix = node.name() + "/" + run;
            List<String> inputs = new ArrayList<>();
            inputs.add(constant(prefix + "/run", TensorData.ofLongs(Shape.SCALAR, run)));
            inputs.add(constant(prefix + "/go_on", TensorData.ofBytes(DataType.BOOL, Shape.SCALAR, (byte) 1)));
            inputs.addAll(values);
            List<String> outputs = new InlinedGraph(conversion, state, prefix).put(body, inputs);
            values = outputs.subList(1, 1 + carried);
            answers.add(outputs.subList(1 + carried, outputs.size()));
        }
        List<String> results = new ArrayList<>(values);
        NodeEmitter emit = new NodeEmitter(node, state);
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < answers.get(0).size(); i++) {
            List<String> rows = new ArrayList<>();
            for (List<String> run : answers) {
                rows.add(emit.helper("row", new Unsqueeze(), run.get(i), emit.longs("row_axis", 0)));
            }
            String stacked = emit.helper("stacked", new Concat(0), rows.toArray(String[]::new));
            int output = carried + i;
            if (output < node.proto().getOutputCount()
                    && !node.proto().getOutput(output).isEmpty()) {
                names.put(stacked, node.proto().getOutput(output));
            }
            results.add(stacked);
        }
        state.add(emit.nodes(), emit.constants(), names);
        new InlinedGraph(conversion, state, node.name()).answer(node, results.subList(0, carried));
    }

    private String constant(String name, TensorData data) {
        String value = state.freshName(name);
        state.constant(value, data);
        return value;
    }

    /** Names of a graph's outputs. */
    static List<String> outputsOf(GraphProto graph) {
        return graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
    }
}
