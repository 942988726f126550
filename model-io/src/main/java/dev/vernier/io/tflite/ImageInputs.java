package dev.vernier.io.tflite;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.BatchNormalization;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.DepthToSpace;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.GlobalAveragePool;
import dev.vernier.engine.graph.op.GlobalMaxPool;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Resize;
import dev.vernier.engine.graph.op.SpaceToDepth;
import dev.vernier.engine.graph.op.Sub;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Which inputs of a graph are images whose channels come first, so that the file takes them channels last. */
final class ImageInputs {
    private final Graph graph;
    private final Set<String> seen = new HashSet<>();

    private ImageInputs(Graph graph) {
        this.graph = graph;
    }

    /** The order of axes in which the file takes {@code input}. */
    static Arrangement arrangement(Graph graph, TensorSpec input) {
        int rank = input.shape().rank();
        boolean image = rank >= 3 && new ImageInputs(graph).readsChannelsFirst(input.name(), rank);
        return image ? Arrangement.channelsLast(rank) : Arrangement.natural(rank);
    }

    private boolean readsChannelsFirst(String value, int rank) {
        if (!seen.add(value)) {
            return false;
        }
        for (Node n : graph.consumersOf(value)) {
            Optional<ImageLayout> layout = layout(n.op());
            boolean first = n.input(0).equals(value)
                    && layout.map(l -> l == ImageLayout.CHANNELS_FIRST).orElse(false);
            boolean follows = layout.isEmpty() && keepsAxes(n, rank) && readsChannelsFirst(n.output(), rank);
            if (first || follows) {
                return true;
            }
        }
        return false;
    }

    private boolean keepsAxes(Node n, int rank) {
        boolean known = TfliteEmitter.isStep(n.op())
                || n.op() instanceof Pad
                || n.op() instanceof Concat
                || n.op() instanceof BatchNormalization
                || !n.op().fusedActivation().isNone()
                || n.op() instanceof Add
                || n.op() instanceof Sub
                || n.op() instanceof Mul
                || n.op() instanceof Div
                || n.op() instanceof Relu
                || n.op() instanceof Clip
                || n.op() instanceof Identity
                || n.op() instanceof Resize;
        return known
                && graph.spec(n.output()).map(s -> s.shape().rank() == rank).orElse(true);
    }

    private static Optional<ImageLayout> layout(Op op) {
        ImageLayout layout = null;
        if (op instanceof Conv) {
            layout = ((Conv) op).layout();
        } else if (op instanceof ConvTranspose) {
            layout = ((ConvTranspose) op).layout();
        } else if (op instanceof MaxPool) {
            layout = ((MaxPool) op).layout();
        } else if (op instanceof AveragePool) {
            layout = ((AveragePool) op).layout();
        } else if (op instanceof GlobalAveragePool) {
            layout = ((GlobalAveragePool) op).layout();
        } else if (op instanceof GlobalMaxPool) {
            layout = ((GlobalMaxPool) op).layout();
        } else if (op instanceof DepthToSpace) {
            layout = ((DepthToSpace) op).layout();
        } else if (op instanceof SpaceToDepth) {
            layout = ((SpaceToDepth) op).layout();
        }
        return Optional.ofNullable(layout);
    }
}
