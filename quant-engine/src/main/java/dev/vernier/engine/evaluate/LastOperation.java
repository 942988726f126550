package dev.vernier.engine.evaluate;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unsqueeze;
import java.util.Optional;
import java.util.Set;

/**
 * The operation that gave an output its values: the last one that does more than move, retype or round them.
 *
 * @param op empty where the output is a graph input or a constant
 * @param isDirect whether nothing follows it
 * @param putsChannelsLast whether what follows it moves axis 1 to the end
 */
record LastOperation(Optional<Op> op, boolean isDirect, boolean putsChannelsLast) {
    private static final Set<Class<? extends Op>> KEEP_VALUES = Set.of(
            Identity.class,
            Reshape.class,
            Flatten.class,
            Squeeze.class,
            Unsqueeze.class,
            Transpose.class,
            Cast.class,
            QuantizeLinear.class,
            DequantizeLinear.class);

    static LastOperation of(Graph graph, String output) {
        Optional<Node> node = graph.producerOf(output);
        boolean direct = true;
        boolean channelsLast = false;
        while (node.isPresent() && KEEP_VALUES.contains(node.get().op().getClass())) {
            Op op = node.get().op();
            if (op instanceof Transpose) {
                channelsLast |= movesChannelsLast((Transpose) op);
            }
            direct = false;
            node = graph.producerOf(node.get().input(0));
        }
        return new LastOperation(node.map(Node::op), direct, channelsLast);
    }

    private static boolean movesChannelsLast(Transpose op) {
        int rank = op.permutation().size();
        return rank > 2 && op.permutation().get(rank - 1) == 1;
    }

    boolean isSigmoid() {
        return op.filter(o -> o instanceof Sigmoid).isPresent();
    }

    boolean isSoftmax() {
        return op.filter(o -> o instanceof Softmax).isPresent();
    }

    /** The axis a softmax at the very end runs along, of an output of rank {@code rank}; never the batch's. */
    Optional<Integer> softmaxAxis(int rank) {
        return op.filter(o -> isDirect && o instanceof Softmax)
                .map(o -> ((Softmax) o).axis())
                .map(axis -> axis < 0 ? axis + rank : axis)
                .filter(axis -> axis > 0 && axis < rank);
    }
}
