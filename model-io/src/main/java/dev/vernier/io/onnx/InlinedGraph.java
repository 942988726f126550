package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A branch, or one run of a loop, put into the graph around it. */
final class InlinedGraph {
    private final OnnxToGraph conversion;
    private final ConversionState state;
    private final String prefix;

    /** @param prefix of the names of all that is put in */
    InlinedGraph(OnnxToGraph conversion, ConversionState state, String prefix) {
        this.conversion = conversion;
        this.state = state;
        this.prefix = prefix;
    }

    /**
     * Converts the nodes of {@code graph}.
     *
     * @param inputs what its inputs are outside
     * @return what its outputs are outside
     */
    List<String> put(GraphProto graph, List<String> inputs) {
        Map<String, String> bound = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            bound.put(graph.getInput(i).getName(), inputs.get(i));
        }
        RenamedNodes renamed = new RenamedNodes(bound, state::freshName, prefix);
        for (TensorProto t : graph.getInitializerList()) {
            conversion.constant(
                    t.toBuilder().setName(renamed.define(t.getName())).build(), state);
        }
        OnnxNodeOrder.within(graph, state).forEach(renamed::add);
        state.addReaders(renamed.nodes());
        for (NodeProto n : renamed.nodes()) {
            conversion.convert(n, state);
        }
        return ControlFlow.outputsOf(graph).stream().map(renamed::nameOf).toList();
    }

    /** Makes {@code values} the outputs of {@code node}, as far as it has that many. */
    void answer(OnnxNode node, List<String> values) {
        List<NodeProto> passed = new ArrayList<>();
        for (int i = 0; i < values.size() && i < node.proto().getOutputCount(); i++) {
            String output = node.proto().getOutput(i);
            if (!output.isEmpty() && !state.isDefined(output)) {
                passed.add(FunctionInlining.passedOn(state.freshName(prefix + "/output"), values.get(i), output));
            }
        }
        passed.forEach(n -> conversion.convert(n, state));
    }
}
