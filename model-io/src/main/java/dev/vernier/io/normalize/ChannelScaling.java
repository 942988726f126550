package dev.vernier.io.normalize;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Works {@code y · factor[c] + shift[c]}, which follows a layer, into the layer's weights and bias: {@code w' = w · factor},
 * {@code b' = b · factor + shift} (Jacob et al. 2018, section 3.2), in float64, rounded to float32 once.
 */
final class ChannelScaling {
    private ChannelScaling() {}

    /**
     * How many output channels {@code layer} has, if its weights and bias are float32 constants that a per-channel factor and shift can be
     * worked into, and nothing limits its result before.
     */
    static Optional<Integer> channels(Graph graph, Node layer) {
        Op op = layer.op();
        boolean weighted = op instanceof Conv
                || op instanceof ConvTranspose
                || op instanceof MatMul
                || (op instanceof Gemm && ((Gemm) op).alpha() == 1 && ((Gemm) op).beta() == 1);
        if (!weighted || !op.fusedActivation().isNone()) {
            return Optional.empty();
        }
        TensorData weights = graph.constant(layer.input(1)).orElse(null);
        if (weights == null
                || weights.type() != DataType.FLOAT32
                || weights.shape().rank() < 2) {
            return Optional.empty();
        }
        int channels = Math.toIntExact(weights.shape().dim(op.weightChannelAxis())
                * (op instanceof ConvTranspose ? ((ConvTranspose) op).group() : 1));
        if (!layer.hasInput(2)) {
            return Optional.of(channels);
        }
        TensorData bias = graph.constant(layer.input(2)).orElse(null);
        boolean ordinary =
                bias != null && bias.type() == DataType.FLOAT32 && bias.shape().equals(Shape.of(channels));
        return ordinary ? Optional.of(channels) : Optional.empty();
    }

    /** Replaces {@code layer} by one that answers, as {@code output}, what it answered times {@code factor} plus {@code shift}. */
    static void apply(GraphEdit edit, Node layer, double[] factor, double[] shift, String output) {
        Graph graph = edit.graph();
        List<String> inputs = new ArrayList<>(layer.inputs().subList(0, 2));
        if (Arrays.stream(factor).anyMatch(f -> f != 1)) {
            TensorData scaled =
                    scaled(layer.op(), graph.constant(layer.input(1)).orElseThrow(), factor);
            inputs.set(1, edit.constantInPlaceOf(layer.input(1), layer, layer.name() + "/weights", scaled));
        }
        float[] bias =
                layer.hasInput(2) ? graph.constant(layer.input(2)).orElseThrow().toFloats() : new float[factor.length];
        for (int c = 0; c < bias.length; c++) {
            bias[c] = (float) (bias[c] * factor[c] + shift[c]);
        }
        inputs.add(edit.constantInPlaceOf(
                layer.input(2), layer, layer.name() + "/bias", TensorData.ofFloats(Shape.of(bias.length), bias)));
        edit.replace(layer, new Node(layer.name(), layer.op(), inputs, List.of(output)));
    }

    private static TensorData scaled(Op op, TensorData weights, double[] factor) {
        Shape shape = weights.shape();
        int axis = op.weightChannelAxis() < 0 ? op.weightChannelAxis() + shape.rank() : op.weightChannelAxis();
        long inner = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            inner *= shape.dim(i);
        }
        long alongAxis = shape.dim(axis);
        // A grouped transposed convolution holds the channels of one group along the axis; its groups lie one after
        // another along axis 0.
        long groupStride =
                op instanceof ConvTranspose ? weights.elementCount() / ((ConvTranspose) op).group() : Long.MAX_VALUE;
        float[] w = weights.toFloats();
        for (int i = 0; i < w.length; i++) {
            long channel = i / inner % alongAxis + i / groupStride * alongAxis;
            w[i] = (float) (w[i] * factor[(int) channel]);
        }
        return TensorData.ofFloats(shape, w);
    }
}
