package dev.vernier.engine.analyze;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Op;
import java.util.List;
import java.util.Optional;

/** A graph with a second copy of one layer that leaves out its activation, so that the sum of products itself can be looked at. */
final class PreActivation {
    /** The name of the sum. */
    static final String VALUE = "__pre_activation";

    private PreActivation() {}

    /** The layer's operation without its activation; empty where it has none of weights times inputs. */
    static Optional<Op> bare(Op op) {
        if (op instanceof Conv) {
            Conv c = (Conv) op;
            return Optional.of(new Conv(c.strides(), c.padding(), c.dilations(), c.group(), c.layout(), Clamp.NONE));
        }
        if (op instanceof ConvTranspose) {
            ConvTranspose c = (ConvTranspose) op;
            return Optional.of(new ConvTranspose(
                    c.strides(), c.padding(), c.outputPadding(), c.dilations(), c.group(), c.layout(), Clamp.NONE));
        }
        if (op instanceof Gemm) {
            Gemm g = (Gemm) op;
            return Optional.of(new Gemm(g.transposeA(), g.transposeB(), g.alpha(), g.beta(), Clamp.NONE));
        }
        return op instanceof MatMul ? Optional.of(new MatMul(Clamp.NONE)) : Optional.empty();
    }

    /** {@code graph}, in which {@link #VALUE} is what node {@code layer} computes before its activation. */
    static Graph exposed(Graph graph, String layer) {
        Node node = graph.node(layer).orElseThrow();
        Graph.Builder b = graph.toBuilder();
        b.node(new Node(VALUE, bare(node.op()).orElseThrow(), node.inputs(), List.of(VALUE)));
        graph.spec(node.output()).ifPresent(s -> b.spec(new TensorSpec(VALUE, s.type(), s.shape())));
        return b.build();
    }

    /** The axis of the layer's result that its output channels run along, counted from the front. */
    static int channelAxis(Layer layer, int rank) {
        Op op = layer.node().orElseThrow().op();
        if (op instanceof Conv) {
            return ((Conv) op).layout().channelAxis(rank);
        }
        return op instanceof ConvTranspose ? ((ConvTranspose) op).layout().channelAxis(rank) : rank - 1;
    }
}
