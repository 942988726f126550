package dev.vernier.engine.equalize;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.GlobalAveragePool;
import dev.vernier.engine.graph.op.GlobalMaxPool;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.LeakyRelu;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.PadMode;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Slice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Follows channels through a graph: which layers make them and which read them, and what lies between. An operation {@code f} may lie between
 * if {@code f(s·x) = s·f(x)} for every factor {@code s > 0} a channel; whatever is not known to be so keeps its channels fixed.
 */
final class ChannelFlow {
    private final Graph graph;
    private final Predicate<Node> limitIsNeverReached;
    private final ChannelClasses classes;
    private final Map<Node, WeightChannels> layers = new LinkedHashMap<>();
    private final Set<String> sharedConstants = new HashSet<>();

    /** @param limitIsNeverReached whether the upper limit of a node's activation (the 6 of ReLU6) never took effect */
    ChannelFlow(Graph graph, Predicate<Node> limitIsNeverReached) {
        this.graph = graph;
        this.limitIsNeverReached = limitIsNeverReached;
        this.classes = new ChannelClasses(graph);
        findSharedConstants();
        graph.inputs().forEach(i -> classes.fix(i.name()));
        graph.nodes().forEach(this::follow);
        graph.outputs().forEach(classes::fix);
    }

    ChannelClasses classes() {
        return classes;
    }

    /** The layers whose weights can be rescaled, in running order. */
    Map<Node, WeightChannels> layers() {
        return layers;
    }

    private void findSharedConstants() {
        Set<String> seen = new HashSet<>(graph.outputs());
        for (Node n : graph.nodes()) {
            for (String in : n.inputs()) {
                if (graph.isConstant(in) && !seen.add(in)) {
                    sharedConstants.add(in);
                }
            }
        }
    }

    private void follow(Node node) {
        Optional<WeightChannels> weights = rescalable(node);
        if (weights.isPresent()) {
            layers.put(node, weights.get());
        } else if (!carries(node)) {
            fixAll(node);
        }
        if (!isHomogeneous(node.op().fusedActivation(), node)) {
            classes.fix(node.output());
        }
    }

    private void fixAll(Node node) {
        node.inputs().stream().filter(v -> !v.isEmpty() && !graph.isConstant(v)).forEach(classes::fix);
        node.outputs().stream().filter(v -> !v.isEmpty()).forEach(classes::fix);
    }

    private boolean isHomogeneous(Clamp clamp, Node node) {
        return (clamp.low() == 0 || clamp.low() == Float.NEGATIVE_INFINITY)
                && (clamp.high() == Float.POSITIVE_INFINITY || (clamp.high() > 0 && limitIsNeverReached.test(node)));
    }

    /** The layer's weights, if its input and output have the channels that they say and its constants are its own. */
    private Optional<WeightChannels> rescalable(Node node) {
        Optional<WeightChannels> weights = WeightChannels.of(graph, node);
        if (weights.isEmpty()) {
            return Optional.empty();
        }
        Op op = node.op();
        WeightChannels w = weights.get();
        boolean fits = !sharedConstants.contains(node.input(op.weightInput()))
                && isAlongChannels(op, node)
                && classes.channels(node.input(0)) == w.inputs()
                && classes.channels(node.output()) == w.outputs();
        if (op.biasInput() >= 0 && node.hasInput(op.biasInput())) {
            String bias = node.input(op.biasInput());
            fits &= graph.constant(bias)
                            .filter(b -> b.elementCount() == w.outputs())
                            .isPresent()
                    && !sharedConstants.contains(bias);
        }
        return fits ? weights : Optional.empty();
    }

    /** Whether the values' channel axis is the one that the layer's weights run along. */
    private boolean isAlongChannels(Op op, Node node) {
        int in = classes.channelAxis(node.input(0));
        int out = classes.channelAxis(node.output());
        int rankIn = rank(node.input(0));
        int rankOut = rank(node.output());
        if (op instanceof Conv) {
            return ((Conv) op).layout().channelAxis(rankIn) == in;
        }
        if (op instanceof ConvTranspose) {
            return ((ConvTranspose) op).layout().channelAxis(rankIn) == in;
        }
        return (op instanceof Gemm || rankIn > 1) && in == rankIn - 1 && out == rankOut - 1;
    }

    private int rank(String value) {
        return graph.spec(value).map(s -> s.shape().rank()).orElse(0);
    }

    /** Joins the channels that {@code node} hands on as they are; false if it is not known to do so. */
    private boolean carries(Node node) {
        Op op = node.op();
        String in = node.input(0);
        if (op instanceof Relu
                || op instanceof LeakyRelu
                || op instanceof Identity
                || op instanceof MaxPool
                || op instanceof AveragePool
                || op instanceof GlobalAveragePool
                || op instanceof GlobalMaxPool) {
            classes.join(in, node.output());
            return true;
        }
        if (op instanceof Clip) {
            Clip clip = (Clip) op;
            boolean homogeneous = clip.low() == 0 && clip.high() == Float.POSITIVE_INFINITY;
            if (homogeneous) {
                classes.join(in, node.output());
            }
            return homogeneous;
        }
        if (op instanceof Add) {
            return joinSum(node);
        }
        if (op instanceof Reduce) {
            return joinReduced(node, (Reduce) op);
        }
        if (op instanceof Slice) {
            boolean keeps = axes(node, 3)
                    .filter(a -> !a.contains(classes.channelAxis(in)))
                    .isPresent();
            if (keeps) {
                classes.join(in, node.output());
            }
            return keeps;
        }
        if (op instanceof Pad) {
            return joinPadded(node, (Pad) op);
        }
        if (op instanceof Concat) {
            return joinConcat(node, (Concat) op);
        }
        return (op instanceof Flatten || op instanceof Reshape) && joinFlattened(node);
    }

    private boolean joinSum(Node node) {
        String a = node.input(0);
        String b = node.input(1);
        boolean alike = !graph.isConstant(a)
                && !graph.isConstant(b)
                && classes.channels(a) == classes.channels(b)
                && rank(a) == rank(b)
                && classes.channels(a) > 0;
        if (alike) {
            classes.join(a, b);
            classes.join(a, node.output());
        }
        return alike;
    }

    private boolean joinReduced(Node node, Reduce op) {
        boolean linear = op.kind() == Reduce.Kind.MEAN || op.kind() == Reduce.Kind.SUM || op.kind() == Reduce.Kind.MAX;
        int axis = classes.channelAxis(node.input(0));
        boolean keeps = linear
                && axis > 0
                && axes(node, 1)
                        .filter(a -> !a.isEmpty() && !a.contains(axis) && !a.contains(0))
                        .isPresent()
                && classes.channels(node.input(0)) == classes.channels(node.output());
        if (keeps) {
            classes.join(node.input(0), node.output());
        }
        return keeps;
    }

    private boolean joinPadded(Node node, Pad op) {
        String in = node.input(0);
        int rank = rank(in);
        int axis = classes.channelAxis(in);
        Optional<TensorData> pads = graph.constant(node.input(1));
        Optional<TensorData> value = graph.constant(node.input(2));
        boolean zeros = op.mode() == PadMode.CONSTANT
                && (!node.hasInput(2) || value.filter(v -> v.toFloats()[0] == 0).isPresent());
        if (pads.isEmpty() || node.hasInput(3) || axis < 0 || pads.get().elementCount() != 2L * rank) {
            return false;
        }
        long before = pads.get().longAt(axis);
        long after = pads.get().longAt(axis + rank);
        boolean movesChannels = before != 0 || after != 0;
        if (before < 0 || after < 0 || (!zeros && (movesChannels || op.mode() == PadMode.CONSTANT))) {
            return false;
        }
        if (classes.channels(in) == 0 || classes.channels(node.output()) != classes.channels(in) + before + after) {
            return false;
        }
        for (int c = 0; c < classes.channels(in); c++) {
            classes.join(in, c, node.output(), c + (int) before);
        }
        return true;
    }

    private boolean joinConcat(Node node, Concat op) {
        int rank = rank(node.output());
        int axis = op.axis() < 0 ? op.axis() + rank : op.axis();
        boolean known = node.inputs().stream().allMatch(v -> !graph.isConstant(v) && classes.channels(v) > 0);
        if (!known || axis != classes.channelAxis(node.output())) {
            return false;
        }
        int at = 0;
        int total = node.inputs().stream().mapToInt(classes::channels).sum();
        if (total != classes.channels(node.output())) {
            return false;
        }
        for (String in : node.inputs()) {
            for (int c = 0; c < classes.channels(in); c++) {
                classes.join(in, c, node.output(), at++);
            }
        }
        return true;
    }

    /** An image to a row of features: each of them is of one channel. */
    private boolean joinFlattened(Node node) {
        String in = node.input(0);
        Shape sample =
                graph.spec(in).map(TensorSpec::shape).map(Shape::withoutBatch).orElse(null);
        int features = classes.channels(node.output());
        int channels = classes.channels(in);
        if (sample == null
                || !sample.isStatic()
                || rank(node.output()) != 2
                || channels == 0
                || sample.elementCount() != features) {
            return false;
        }
        boolean first = classes.channelAxis(in) == 1;
        int each = features / channels;
        for (int f = 0; f < features; f++) {
            classes.join(in, first ? f / each : f % channels, node.output(), f);
        }
        return true;
    }

    /** The constant axes of operand {@code index}, counted from the front; empty if they are not known. */
    private Optional<List<Integer>> axes(Node node, int index) {
        int rank = rank(node.input(0));
        return graph.constant(node.input(index)).filter(c -> rank > 0).map(c -> {
            List<Integer> axes = new ArrayList<>();
            for (int i = 0; i < c.elementCount(); i++) {
                int axis = (int) c.longAt(i);
                axes.add(axis < 0 ? axis + rank : axis);
            }
            return axes;
        });
    }
}
