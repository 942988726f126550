package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Body;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.UnsupportedOp;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.graph.shape.SymbolicTensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A branch or a loop's body as a graph of its own, which takes what it reads from outside as inputs; constants from outside are its own. */
final class BodyGraph {
    private final OnnxToGraph conversion;
    private final ConversionState state;
    private final OnnxNode node;

    BodyGraph(OnnxToGraph conversion, ConversionState state, OnnxNode node) {
        this.conversion = conversion;
        this.state = state;
        this.node = node;
    }

    /** The values that {@code graph} reads from outside, constants left out. */
    static Set<String> computedOutside(GraphProto graph, ConversionState state) {
        Set<String> outside = new LinkedHashSet<>(OnnxSubgraphs.free(graph));
        outside.removeIf(v -> state.constant(v).isPresent());
        return outside;
    }

    /**
     * @param inputs what is known of the graph's own inputs
     * @param outside values from outside, which become the inputs after its own
     */
    Body of(GraphProto graph, List<SymbolicTensor> inputs, Set<String> outside) {
        ConversionState inner = new ConversionState(node.name(), graph, conversion.tensors());
        for (String v : OnnxSubgraphs.free(graph)) {
            state.constant(v).ifPresent(data -> inner.constant(v, data));
            state.whyUnreadable(v).ifPresent(why -> inner.unreadable(v, why));
        }
        for (TensorProto t : graph.getInitializerList()) {
            conversion.constant(t, inner);
        }
        for (int i = 0; i < inputs.size(); i++) {
            SymbolicTensor in = inputs.get(i);
            inner.input(new TensorSpec(graph.getInput(i).getName(), in.type(), in.shape()));
        }
        for (String v : outside) {
            SymbolicTensor fact = state.shapes()
                    .fact(v)
                    .orElseThrow(() -> new UnsupportedOperator("because the shape of " + v + " is not known"));
            inner.input(new TensorSpec(v, fact.type(), fact.shape()));
        }
        for (NodeProto n : OnnxNodeOrder.within(graph, inner)) {
            inner.takeName(n.getName());
            n.getOutputList().forEach(inner::takeName);
        }
        for (NodeProto n : OnnxNodeOrder.within(graph, inner)) {
            String wanted = n.getName().isBlank() ? n.getOpType() : n.getName();
            conversion.convert(
                    n.toBuilder()
                            .setName(inner.freshName(node.name() + "/" + wanted))
                            .build(),
                    inner);
        }
        ControlFlow.outputsOf(graph).forEach(inner.builder()::output);
        return new Body(checked(inner));
    }

    private static Graph checked(ConversionState inner) {
        Graph graph;
        try {
            graph = ShapeInference.annotate(inner.builder().build());
        } catch (IllegalArgumentException e) {
            throw new VernierException("The network contradicts itself (" + e.getMessage() + "); export it again.", e);
        }
        for (Node n : graph.nodes()) {
            if (n.op() instanceof UnsupportedOp) {
                throw new UnsupportedOperator("because " + n.op().type() + " inside it cannot");
            }
        }
        for (String out : graph.outputs()) {
            if (graph.spec(out).isEmpty()) {
                throw new UnsupportedOperator("because the shape of " + out + " inside it is not known");
            }
        }
        return graph;
    }

    /**
     * A loop's body, whose carried values may change their shape from run to run: what differs after a run is not known before one.
     *
     * @param firstCarried index of the first output that is carried to the input one after it
     */
    Body carrying(GraphProto graph, List<SymbolicTensor> inputs, Set<String> outside, int firstCarried) {
        List<SymbolicTensor> now = new ArrayList<>(inputs);
        while (true) {
            Body body = of(graph, now, outside);
            boolean same = true;
            for (int i = firstCarried; i + 1 < now.size(); i++) {
                SymbolicTensor before = now.get(i + 1);
                TensorSpec after =
                        body.graph().spec(body.graph().outputs().get(i)).orElseThrow();
                if (after.type() != before.type() || after.shape().rank() != before.rank()) {
                    throw new UnsupportedOperator("because a value it carries changes its type or number of axes");
                }
                Shape widened = before.shape();
                for (int axis = 0; axis < widened.rank(); axis++) {
                    if (widened.dim(axis) != after.shape().dim(axis)) {
                        widened = widened.with(axis, Shape.UNKNOWN);
                    }
                }
                if (!widened.equals(before.shape())) {
                    same = false;
                    now.set(i + 1, SymbolicTensor.of(new TensorSpec("carried" + i, before.type(), widened)));
                }
            }
            if (same) {
                return body;
            }
        }
    }
}
