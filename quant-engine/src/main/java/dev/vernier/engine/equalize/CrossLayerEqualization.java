package dev.vernier.engine.equalize;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cross-layer equalization (Nagel et al., Data-Free Quantization through Weight Equalization and Bias Correction, ICCV 2019, section 4.1): a
 * channel between two layers is divided by {@code s = sqrt(r₁ / r₂)}, where {@code r₁} is the range of the weights that make it and {@code r₂}
 * that of the weights that read it; its bias is divided, too, and the weights that read it are multiplied. ReLU passes a positive factor on,
 * so the network computes the same, and both ranges become {@code sqrt(r₁ r₂)}. Repeated until nothing changes.
 *
 * <p>Beyond the paper, channels that are added, joined, pooled or moved are followed ({@link ChannelFlow}): all layers around a residual sum
 * share one factor a channel, where the widest range counts. ReLU6 becomes ReLU where calibration never reached 6, and is left alone
 * elsewhere.
 *
 * <p>A channel that is above 0 throughout calibration (a high bias) is then lowered by its smallest value, and what reads it makes up for that
 * in its own bias (section 4.1.3), where no border is padded with zeros, so that this is exact.
 */
public final class CrossLayerEqualization {
    private static final int MAX_ROUNDS = 100;
    /** Of a factor's logarithm: nothing changes any more. */
    private static final double SETTLED = 1e-4;
    /** A channel that differs by more than this from another is dead or broken, and no factor helps. */
    private static final double LARGEST_FACTOR = 1e8;

    private final Graph graph;
    private final CalibrationResult calibration;
    private final ChannelFlow flow;
    private final double[] factor;

    private CrossLayerEqualization(Graph graph, CalibrationResult calibration) {
        this.graph = graph;
        this.calibration = calibration;
        this.flow = new ChannelFlow(graph, this::isBelowLimit);
        flow.layers().keySet().forEach(n -> {
            touch(n.input(0));
            touch(n.output());
        });
        this.factor = new double[flow.classes().size()];
        Arrays.fill(factor, 1);
    }

    private void touch(String value) {
        flow.classes().classOf(value, 0);
    }

    /**
     * The equalized graph: the same nodes, values and constants by name, other numbers in weights and biases.
     *
     * @param calibration what the graph's activations showed; tells where limits are never reached and biases are high
     */
    public static Graph apply(Graph graph, CalibrationResult calibration) {
        CrossLayerEqualization equalization = new CrossLayerEqualization(graph, calibration);
        equalization.findFactors();
        return equalization.rescaled();
    }

    /**
     * What {@link #apply} divides each channel by, {@code factors[channel]} by value, of every value that a rescaled layer reads or makes.
     *
     * @param calibration as for {@link #apply}
     */
    public static Map<String, float[]> factors(Graph graph, CalibrationResult calibration) {
        CrossLayerEqualization equalization = new CrossLayerEqualization(graph, calibration);
        equalization.findFactors();
        Map<String, float[]> factors = new HashMap<>();
        for (Node n : equalization.flow.layers().keySet()) {
            for (String value : List.of(n.input(0), n.output())) {
                factors.computeIfAbsent(value, v -> equalization.flow.classes().factors(v, equalization.factor));
            }
        }
        return factors;
    }

    private boolean isBelowLimit(Node node) {
        TensorStatistics s = calibration.statistics().get(node.output());
        return s != null
                && s.count() > 0
                && s.max() < node.op().fusedActivation().high();
    }

    private void findFactors() {
        Map<Node, float[]> maxima = new HashMap<>();
        flow.layers().forEach((node, w) -> maxima.put(node, w.blockMaxima(weights(node))));
        for (int round = 0; round < MAX_ROUNDS; round++) {
            double[] making = new double[factor.length];
            double[] reading = new double[factor.length];
            flow.layers().forEach((node, w) -> addRanges(node, w, maxima.get(node), making, reading));
            double change = 0;
            for (int k = 0; k < factor.length; k++) {
                if (making[k] > 0 && reading[k] > 0) {
                    double s = Math.sqrt(making[k] / reading[k]);
                    double next = Math.max(1 / LARGEST_FACTOR, Math.min(LARGEST_FACTOR, factor[k] * s));
                    change = Math.max(change, Math.abs(Math.log(next / factor[k])));
                    factor[k] = next;
                }
            }
            if (change < SETTLED) {
                break;
            }
        }
    }

    /** The largest weight, as rescaled so far, that makes and that reads the channels of each free class. */
    private void addRanges(Node node, WeightChannels w, float[] maxima, double[] making, double[] reading) {
        ChannelClasses classes = flow.classes();
        int[] in = classIds(node.input(0), w.inputs());
        int[] out = classIds(node.output(), w.outputs());
        for (int i = 0; i < w.first(); i++) {
            for (int j = 0; j < w.second(); j++) {
                int from = in[w.input(i, j)];
                int to = out[w.output(i, j)];
                double m = maxima[i * w.second() + j] * factor[from] / factor[to];
                making[to] = Math.max(making[to], m);
                reading[from] = Math.max(reading[from], m);
            }
        }
        for (int c = 0; c < in.length; c++) {
            reading[in[c]] = classes.isFixed(node.input(0), c) ? Double.NaN : reading[in[c]];
        }
        for (int c = 0; c < out.length; c++) {
            making[out[c]] = classes.isFixed(node.output(), c) ? Double.NaN : making[out[c]];
        }
    }

    private int[] classIds(String value, int channels) {
        int[] ids = new int[channels];
        for (int c = 0; c < channels; c++) {
            ids[c] = flow.classes().classOf(value, c);
        }
        return ids;
    }

    private float[] weights(Node node) {
        return graph.constant(node.input(node.op().weightInput())).orElseThrow().toFloats();
    }

    private Graph rescaled() {
        Map<String, float[]> constants = new HashMap<>();
        flow.layers().forEach((node, w) -> {
            float[] in = flow.classes().factors(node.input(0), factor);
            float[] out = flow.classes().factors(node.output(), factor);
            constants.put(node.input(node.op().weightInput()), w.scaled(weights(node), in, out));
            bias(node).ifPresent(b -> constants.put(b, divided(b, out)));
        });
        absorbHighBiases(constants);
        Graph.Builder b = graph.toBuilder();
        constants.forEach((name, values) -> b.constant(
                name, TensorData.ofFloats(graph.constant(name).orElseThrow().shape(), values)));
        List<Node> nodes = new ArrayList<>();
        graph.nodes().forEach(n -> nodes.add(isScaled(n.output()) ? withoutUpperLimit(n) : n));
        return b.nodes(nodes).build();
    }

    private static Optional<String> bias(Node node) {
        int index = node.op().biasInput();
        return index >= 0 && node.hasInput(index) ? Optional.of(node.input(index)) : Optional.empty();
    }

    private float[] divided(String bias, float[] by) {
        float[] values = graph.constant(bias).orElseThrow().toFloats();
        for (int c = 0; c < values.length; c++) {
            values[c] /= by[c];
        }
        return values;
    }

    private boolean isScaled(String value) {
        for (int c = 0; c < flow.classes().channels(value); c++) {
            int k = flow.classes().classOf(value, c);
            if (k < factor.length && factor[k] != 1) {
                return true;
            }
        }
        return false;
    }

    private static Node withoutUpperLimit(Node node) {
        Clamp clamp = node.op().fusedActivation();
        if (clamp.high() == Float.POSITIVE_INFINITY) {
            return node;
        }
        Clamp open = new Clamp(clamp.low(), Float.POSITIVE_INFINITY);
        Op op = node.op();
        if (op instanceof Conv) {
            Conv c = (Conv) op;
            op = new Conv(c.strides(), c.padding(), c.dilations(), c.group(), c.layout(), open);
        } else if (op instanceof ConvTranspose) {
            ConvTranspose c = (ConvTranspose) op;
            op = new ConvTranspose(
                    c.strides(), c.padding(), c.outputPadding(), c.dilations(), c.group(), c.layout(), open);
        } else if (op instanceof Gemm) {
            Gemm g = (Gemm) op;
            op = new Gemm(g.transposeA(), g.transposeB(), g.alpha(), g.beta(), open);
        } else if (op instanceof MatMul) {
            op = new MatMul(open);
        } else if (op instanceof Add) {
            op = new Add(open);
        }
        return new Node(node.name(), op, node.inputs(), node.outputs());
    }

    private void absorbHighBiases(Map<String, float[]> constants) {
        flow.layers().forEach((node, w) -> {
            String value = node.output();
            List<Node> readers = graph.consumersOf(value);
            TensorStatistics seen = calibration.statistics().get(value);
            boolean possible = bias(node).isPresent()
                    && (node.op().fusedActivation().high() == Float.POSITIVE_INFINITY || isBelowLimit(node))
                    && seen != null
                    && seen.channels() == w.outputs()
                    && !graph.outputs().contains(value)
                    && !readers.isEmpty()
                    && readers.stream().allMatch(r -> r.input(0).equals(value) && takesShift(r));
            if (!possible) {
                return;
            }
            float[] shift = new float[w.outputs()];
            boolean any = false;
            for (int c = 0; c < shift.length; c++) {
                shift[c] = (float)
                        (Math.max(0, seen.channelMin(c)) / factor[flow.classes().classOf(value, c)]);
                any |= shift[c] > 0;
            }
            if (!any) {
                return;
            }
            add(constants, bias(node).orElseThrow(), shift, -1);
            for (Node reader : readers) {
                float[] weights = constants.get(reader.input(reader.op().weightInput()));
                double[] response = flow.layers().get(reader).response(weights, shift);
                float[] added = new float[response.length];
                for (int c = 0; c < added.length; c++) {
                    added[c] = (float) response[c];
                }
                add(constants, bias(reader).orElseThrow(), added, 1);
            }
        });
    }

    private static void add(Map<String, float[]> constants, String bias, float[] added, int sign) {
        float[] values = constants.get(bias);
        for (int c = 0; c < values.length; c++) {
            values[c] += sign * added[c];
        }
    }

    /** Whether a layer can make up for lowered inputs in its bias, exactly. */
    private boolean takesShift(Node reader) {
        boolean plain = reader.op() instanceof MatMul
                || (reader.op() instanceof Gemm
                        && ((Gemm) reader.op()).alpha() == 1
                        && ((Gemm) reader.op()).beta() == 1)
                || (reader.op() instanceof Conv && isUnpadded((Conv) reader.op()));
        return plain && flow.layers().containsKey(reader) && bias(reader).isPresent();
    }

    private static boolean isUnpadded(Conv conv) {
        switch (conv.padding().mode()) {
            case VALID:
                return true;
            case EXPLICIT:
                return conv.padding().begin().stream().allMatch(p -> p == 0)
                        && conv.padding().end().stream().allMatch(p -> p == 0);
            default:
                return false;
        }
    }
}
