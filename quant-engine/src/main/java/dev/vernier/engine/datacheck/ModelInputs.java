package dev.vernier.engine.datacheck;

import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unsqueeze;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a graph itself tells of the data it was made for. */
final class ModelInputs {
    private final Graph graph;

    ModelInputs(Graph graph) {
        this.graph = graph;
    }

    /** The nodes that read {@code input} as it is, or after it was only moved, reshaped or cast. */
    private Optional<Node> firstReader(String input, Class<?>... kinds) {
        for (Node n : graph.consumersOf(input)) {
            if (Arrays.stream(kinds).anyMatch(k -> k.isInstance(n.op()))) {
                return Optional.of(n);
            }
            if (isOnlyMoving(n)) {
                Optional<Node> later = firstReader(n.output(), kinds);
                if (later.isPresent()) {
                    return later;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isOnlyMoving(Node n) {
        return n.op() instanceof Reshape
                || n.op() instanceof Transpose
                || n.op() instanceof Flatten
                || n.op() instanceof Identity
                || n.op() instanceof Cast
                || n.op() instanceof Pad
                || n.op() instanceof Squeeze
                || n.op() instanceof Unsqueeze;
    }

    /** Rows of the table that {@code input} is looked up in; empty where it is no index. */
    OptionalLong vocabulary(String input) {
        Optional<Node> reader = firstReader(input, Gather.class);
        if (reader.isEmpty() || !graph.isConstant(reader.get().input(0))) {
            return OptionalLong.empty();
        }
        Shape table = graph.constant(reader.get().input(0)).orElseThrow().shape();
        int axis = ((Gather) reader.get().op()).axis();
        return OptionalLong.of(table.dim(axis));
    }

    /**
     * How large the bias of the first layer is beside what its weights make of inputs of root mean square 1: the median over the output
     * channels of {@code |b| / ‖w‖}. A network was trained on inputs whose size makes the two comparable; inputs a hundred times larger
     * leave its biases without effect.
     */
    OptionalDouble biasOverWeights(String input) {
        Optional<Node> reader = firstReader(input, Conv.class, Gemm.class);
        Optional<Layer> layer = reader.flatMap(n -> Layer.listOf(graph).stream()
                .filter(l -> l.node().isPresent() && l.node().get().equals(n))
                .findFirst());
        if (layer.isEmpty()
                || layer.get().weights().isEmpty()
                || layer.get().bias().isEmpty()) {
            return OptionalDouble.empty();
        }
        TensorData weights = graph.constant(layer.get().weights().get()).orElseThrow();
        float[] bias = graph.constant(layer.get().bias().get()).orElseThrow().toFloats();
        double[] norms = channelNorms(weights, layer.get().weightChannelAxis());
        if (norms.length != bias.length) {
            return OptionalDouble.empty();
        }
        double[] ratios = new double[bias.length];
        int used = 0;
        for (int c = 0; c < bias.length; c++) {
            if (norms[c] > 0) {
                ratios[used++] = Math.abs(bias[c]) / norms[c];
            }
        }
        Arrays.sort(ratios, 0, used);
        return used == 0 ? OptionalDouble.empty() : OptionalDouble.of(ratios[used / 2]);
    }

    private static double[] channelNorms(TensorData weights, int axis) {
        var layout = ChannelLayout.of(weights.shape(), axis);
        float[] w = weights.toFloats();
        double[] norms = new double[layout.channels()];
        for (int c = 0; c < norms.length; c++) {
            double sum = 0;
            for (float x : layout.gather(w, c)) {
                sum += (double) x * x;
            }
            norms[c] = Math.sqrt(sum);
        }
        return norms;
    }

    /** Number of classes that the first output scores; empty where its shape does not say. */
    OptionalInt classes() {
        Optional<Shape> shape = graph.outputs().isEmpty()
                ? Optional.empty()
                : graph.spec(graph.outputs().get(0)).map(TensorSpec::shape);
        if (shape.isEmpty() || shape.get().rank() < 2) {
            return OptionalInt.empty();
        }
        long[] wide = Arrays.stream(shape.get().withoutBatch().toArray())
                .filter(d -> d != 1)
                .toArray();
        return wide.length == 1 && wide[0] > 1 && wide[0] <= Integer.MAX_VALUE
                ? OptionalInt.of((int) wide[0])
                : OptionalInt.empty();
    }
}
