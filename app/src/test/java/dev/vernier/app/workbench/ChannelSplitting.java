package dev.vernier.app.workbench;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.ChannelAxis;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.equalize.WeightChannels;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.shape.ShapeInference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Outlier channel splitting (Zhao et al., Improving Neural Network Quantization without Retraining using Outlier Channel Splitting, ICML 2019):
 * a channel that reaches farther than the others is had twice, each with half of it, and the network computes the same. A measurement of what
 * it is worth, not a part of the program.
 */
final class ChannelSplitting {
    /** One of the copies of a channel, which has {@code share} of it. */
    private record Copy(int channel, double share) {}

    private final Graph graph;
    private final Map<String, TensorData> constants;
    private final Map<Node, List<Node>> before = new HashMap<>();
    private final Map<Node, String> reads = new HashMap<>();

    private ChannelSplitting(Graph graph) {
        this.graph = graph;
        this.constants = new LinkedHashMap<>(graph.constants());
    }

    /**
     * Splits the weights that read a channel: the channel is read twice, each copy with half of every weight, so rounded that the two together
     * are what the weight would have been rounded to (the paper's section 3.3).
     *
     * @param ratio of each layer's input channels, rounded up, that are split
     * @param levels the largest code of the weights, 127 or 7
     * @param perChannel whether each output channel has a scale
     */
    static Graph ofWeights(Graph graph, double ratio, int levels, boolean perChannel) {
        ChannelSplitting splitting = new ChannelSplitting(graph);
        ChannelAxis axis = ChannelAxis.of(graph);
        for (Node n : graph.nodes()) {
            WeightChannels.of(graph, n)
                    .filter(w -> w.group() == 1)
                    .ifPresent(w -> splitting.splitWeights(n, w, ratio, levels, perChannel, axis));
        }
        return splitting.build();
    }

    /**
     * Splits the channels of activations: the layer that makes a channel makes it twice, half as large, and each reader adds the two. Only where
     * all that reads it are layers with weights, straight or through a pooling of maxima: nothing else could add them.
     *
     * @param ratio of each tensor's channels, rounded up, that are split
     */
    static Graph ofActivations(Graph graph, CalibrationResult calibration, double ratio) {
        ChannelSplitting splitting = new ChannelSplitting(graph);
        for (Node n : graph.nodes()) {
            WeightChannels.of(graph, n)
                    .filter(w -> w.group() == 1)
                    .ifPresent(w -> splitting.splitActivations(n, w, ratio, calibration.statistics(n.output())));
        }
        return splitting.build();
    }

    private Graph build() {
        Graph.Builder b = Graph.builder(graph.name());
        graph.inputs().forEach(b::input);
        constants.forEach(b::constant);
        for (Node n : graph.nodes()) {
            before.getOrDefault(n, List.of()).forEach(b::node);
            List<String> operands = new ArrayList<>(n.inputs());
            if (reads.containsKey(n)) {
                operands.set(0, reads.get(n));
            }
            b.node(new Node(n.name(), n.op(), operands, n.outputs()));
        }
        graph.outputs().forEach(b::output);
        return ShapeInference.annotate(b.dropUnusedConstants().build());
    }

    private float[] weights(Node n) {
        return constants.get(n.input(n.op().weightInput())).toFloats();
    }

    private void splitWeights(
            Node n, WeightChannels w, double ratio, int levels, boolean perChannel, ChannelAxis axis) {
        float[] weights = weights(n);
        double[][] maxima = new double[w.inputs()][w.outputs()];
        for (int i = 0; i < w.first(); i++) {
            for (int j = 0; j < w.second(); j++) {
                for (int k = w.offset(i, j); k < w.offset(i, j) + w.inner(); k++) {
                    double[] m = maxima[w.input(i, j)];
                    m[w.output(i, j)] = Math.max(m[w.output(i, j)], Math.abs(weights[k]));
                }
            }
        }
        List<Copy> copies = whole(w.inputs());
        for (int k = (int) Math.ceil(ratio * w.inputs()); k > 0; k--) {
            halve(copies, perChannel ? mostRelief(copies, maxima) : widest(copies, maxima));
        }
        double[] steps = new double[w.outputs()];
        for (Copy c : copies) {
            for (int o = 0; o < steps.length; o++) {
                steps[o] = Math.max(steps[o], c.share() * maxima[c.channel()][o] / levels);
            }
        }
        if (!perChannel) {
            java.util.Arrays.fill(steps, java.util.Arrays.stream(steps).max().orElseThrow());
        }
        setWeights(n, w, expandedInputs(w, weights, copies, steps, levels), copies.size());
        String index = n.name() + "__copies";
        String split = n.input(0) + "__for_" + n.name();
        constants.put(
                index,
                TensorData.ofLongs(
                        Shape.of(copies.size()),
                        copies.stream().mapToLong(Copy::channel).toArray()));
        int rank = graph.spec(n.input(0)).orElseThrow().shape().rank();
        before.put(
                n,
                List.of(new Node(
                        n.name() + "__split",
                        new Gather(axis.ofRank(rank)),
                        List.of(n.input(0), index),
                        List.of(split))));
        reads.put(n, split);
    }

    private static List<Copy> whole(int channels) {
        return new ArrayList<>(
                IntStream.range(0, channels).mapToObj(c -> new Copy(c, 1)).toList());
    }

    private static void halve(List<Copy> copies, int which) {
        Copy half = new Copy(copies.get(which).channel(), copies.get(which).share() / 2);
        copies.set(which, half);
        copies.add(half);
    }

    private static int widest(List<Copy> copies, double[][] maxima) {
        int best = 0;
        double widest = -1;
        for (int i = 0; i < copies.size(); i++) {
            for (double m : maxima[copies.get(i).channel()]) {
                if (m * copies.get(i).share() > widest) {
                    widest = m * copies.get(i).share();
                    best = i;
                }
            }
        }
        return best;
    }

    /** The copy whose halving makes the sum of squared steps over output channels smallest. */
    private static int mostRelief(List<Copy> copies, double[][] maxima) {
        double[] relief = new double[copies.size()];
        for (int o = 0; o < maxima[0].length; o++) {
            int first = 0;
            double largest = -1;
            double second = 0;
            for (int i = 0; i < copies.size(); i++) {
                double m = maxima[copies.get(i).channel()][o] * copies.get(i).share();
                if (m > largest) {
                    second = Math.max(second, largest);
                    largest = m;
                    first = i;
                } else {
                    second = Math.max(second, m);
                }
            }
            double left = Math.max(second, largest / 2);
            relief[first] += largest * largest - left * left;
        }
        return IntStream.range(0, relief.length)
                .reduce((a, b) -> relief[b] > relief[a] ? b : a)
                .orElseThrow();
    }

    private static float[] expandedInputs(
            WeightChannels w, float[] weights, List<Copy> copies, double[] steps, int levels) {
        int n = copies.size();
        float[] expanded = new float[w.outputs() * n * w.inner()];
        double[] before = new double[w.inputs()];
        for (int c = 0; c < n; c++) {
            Copy copy = copies.get(c);
            double from = before[copy.channel()];
            double to = from + copy.share();
            before[copy.channel()] = to;
            for (int o = 0; o < w.outputs(); o++) {
                int source = w.outputFirst() ? w.offset(o, copy.channel()) : w.offset(copy.channel(), o);
                int target = (w.outputFirst() ? o * n + c : c * w.outputs() + o) * w.inner();
                for (int k = 0; k < w.inner(); k++) {
                    expanded[target + k] = (float) part(weights[source + k], from, to, steps[o], levels);
                }
            }
        }
        return expanded;
    }

    /** Of {@code weight} what lies between two shares of it, so that the codes of all parts add up to the code of the whole. */
    private static double part(double weight, double from, double to, double step, int levels) {
        if (step == 0) {
            return 0;
        }
        double code = Math.rint(weight / step);
        double own = Math.rint(code * to) - Math.rint(code * from);
        double even = weight * (to - from);
        return Math.abs(own) > levels ? even : own * step + (weight - code * step) * (to - from);
    }

    private void splitActivations(Node n, WeightChannels w, double ratio, TensorStatistics seen) {
        Optional<List<Node>> readers = readers(n.output());
        if (readers.isEmpty() || readers.get().isEmpty() || seen.channels() != w.outputs()) {
            return;
        }
        List<Copy> copies = whole(w.outputs());
        double[][] reach = new double[w.outputs()][1];
        for (int c = 0; c < reach.length; c++) {
            reach[c][0] = Math.max(Math.abs(seen.channelMin(c)), Math.abs(seen.channelMax(c)));
        }
        for (int k = (int) Math.ceil(ratio * w.outputs()); k > 0; k--) {
            halve(copies, widest(copies, reach));
        }
        expandOutputs(n, w, copies);
        for (Node r : readers.get()) {
            WeightChannels channels = WeightChannels.of(graph, r).orElseThrow();
            // All of a reader's weights are needed for every copy: the copies are what is divided.
            List<Copy> undivided =
                    copies.stream().map(c -> new Copy(c.channel(), 1)).toList();
            float[] own = weights(r);
            int outputs = own.length / channels.inputs() / channels.inner();
            WeightChannels now = channels.outputFirst()
                    ? new WeightChannels(outputs, channels.inputs(), channels.inner(), true, 1)
                    : new WeightChannels(channels.inputs(), outputs, channels.inner(), false, 1);
            setWeights(r, now, repeated(now, own, undivided), copies.size());
        }
    }

    /** The layers that read {@code value}; empty if something else does. */
    private Optional<List<Node>> readers(String value) {
        List<Node> readers = new ArrayList<>();
        if (graph.outputs().contains(value)) {
            return Optional.empty();
        }
        for (Node r : graph.consumersOf(value)) {
            if (r.op() instanceof MaxPool) {
                Optional<List<Node>> behind = readers(r.output());
                if (behind.isEmpty()) {
                    return behind;
                }
                readers.addAll(behind.get());
            } else if (WeightChannels.of(graph, r).filter(w -> w.group() == 1).isPresent()
                    && r.inputs().indexOf(value) == 0) {
                readers.add(r);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(readers);
    }

    private void expandOutputs(Node n, WeightChannels w, List<Copy> copies) {
        float[] weights = weights(n);
        int inputs = weights.length / w.outputs() / w.inner();
        int outputs = copies.size();
        float[] expanded = new float[outputs * inputs * w.inner()];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                int source = (w.outputFirst()
                                ? copies.get(o).channel() * inputs + i
                                : i * w.outputs() + copies.get(o).channel())
                        * w.inner();
                int target = (w.outputFirst() ? o * inputs + i : i * outputs + o) * w.inner();
                for (int k = 0; k < w.inner(); k++) {
                    expanded[target + k] =
                            (float) (weights[source + k] * copies.get(o).share());
                }
            }
        }
        String name = n.input(n.op().weightInput());
        constants.put(name, TensorData.ofFloats(shape(name, w.outputFirst(), outputs, inputs), expanded));
        int bias = n.op().biasInput();
        if (bias >= 0 && n.hasInput(bias)) {
            float[] whole = constants.get(n.input(bias)).toFloats();
            float[] parts = new float[outputs];
            for (int o = 0; o < outputs; o++) {
                parts[o] =
                        (float) (whole[copies.get(o).channel()] * copies.get(o).share());
            }
            constants.put(n.input(bias), TensorData.ofFloats(Shape.of(outputs), parts));
        }
    }

    private static float[] repeated(WeightChannels w, float[] weights, List<Copy> copies) {
        int n = copies.size();
        float[] expanded = new float[w.outputs() * n * w.inner()];
        for (int c = 0; c < n; c++) {
            for (int o = 0; o < w.outputs(); o++) {
                int channel = copies.get(c).channel();
                int source = w.outputFirst() ? w.offset(o, channel) : w.offset(channel, o);
                int target = (w.outputFirst() ? o * n + c : c * w.outputs() + o) * w.inner();
                System.arraycopy(weights, source, expanded, target, w.inner());
            }
        }
        return expanded;
    }

    private void setWeights(Node n, WeightChannels w, float[] expanded, int inputs) {
        String name = n.input(n.op().weightInput());
        constants.put(name, TensorData.ofFloats(shape(name, w.outputFirst(), w.outputs(), inputs), expanded));
    }

    private Shape shape(String weights, boolean outputFirst, int outputs, int inputs) {
        long[] dims = constants.get(weights).shape().toArray();
        dims[outputFirst ? 0 : 1] = outputs;
        dims[outputFirst ? 1 : 0] = inputs;
        return Shape.of(dims);
    }
}
