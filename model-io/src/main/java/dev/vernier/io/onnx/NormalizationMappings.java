package dev.vernier.io.onnx;

import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Extremum;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.Pow;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Unary;
import dev.vernier.engine.graph.shape.Dimension;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Normalizations written with means and products, as the standard itself defines them; the last operation has the node's name. */
final class NormalizationMappings {
    private NormalizationMappings() {}

    /** {@code (x - mean) / sqrt(variance + epsilon) · scale + bias} over the axes from {@code axis} on (Ba et al. 2016). */
    static String layerNormalization(OnnxNode node, NodeEmitter emit) {
        String axes = axesFrom(node, emit);
        Centred c = centred(node, emit, node.input(0), axes);
        String normal = emit.helper("normal", new Mul(Clamp.NONE), c.difference, c.inverse);
        String result = scaledAndShifted(node, emit, normal, node.input(1), node.input(2));
        emit.answerWith(List.of(result, c.mean, c.inverse));
        return result;
    }

    /** {@code x / sqrt(mean(x²) + epsilon) · scale} over the axes from {@code axis} on (Zhang and Sennrich 2019). */
    static String rmsNormalization(OnnxNode node, NodeEmitter emit) {
        String inverse = inverseRoot(node, emit, node.input(0), axesFrom(node, emit));
        String normal = emit.helper("normal", new Mul(Clamp.NONE), node.input(0), inverse);
        return emit.main(new Mul(Clamp.NONE), normal, node.input(1));
    }

    /** Each channel of each sample by itself (Ulyanov et al. 2016). */
    static String instanceNormalization(OnnxNode node, NodeEmitter emit) {
        int rank = emit.rank(0);
        Centred c = centred(
                node,
                emit,
                node.input(0),
                emit.longs("axes", LongStream.range(2, rank).toArray()));
        String normal = emit.helper("normal", new Mul(Clamp.NONE), c.difference, c.inverse);
        String scale = alongChannels(emit, "scale", node.input(1), rank - 2);
        String bias = alongChannels(emit, "bias", node.input(2), rank - 2);
        return scaledAndShifted(node, emit, normal, scale, bias);
    }

    /** Opset 18: one scale and bias a group. */
    static String groupNormalizationByGroup(OnnxNode node, NodeEmitter emit) {
        String normal = groups(node, emit);
        String scaled =
                emit.helper("scaled", new Mul(Clamp.NONE), normal, alongChannels(emit, "scale", node.input(1), 1));
        String shifted =
                emit.helper("shifted", new Add(Clamp.NONE), scaled, alongChannels(emit, "bias", node.input(2), 1));
        String shape = emit.helper("shape", new ShapeOf(0, Integer.MAX_VALUE), node.input(0));
        return emit.main(new Reshape(false), shifted, shape);
    }

    /** Since opset 21: one scale and bias a channel (Wu and He 2018). */
    static String groupNormalization(OnnxNode node, NodeEmitter emit) {
        String shape = emit.helper("shape", new ShapeOf(0, Integer.MAX_VALUE), node.input(0));
        String normal = emit.helper("channels", new Reshape(false), groups(node, emit), shape);
        int spatial = emit.rank(0) - 2;
        String scale = alongChannels(emit, "scale", node.input(1), spatial);
        String bias = alongChannels(emit, "bias", node.input(2), spatial);
        return scaledAndShifted(node, emit, normal, scale, bias);
    }

    /** {@code x / norm(x)} along one axis, 0 where the norm is 0. */
    static String lpNormalization(OnnxNode node, NodeEmitter emit) {
        Reduce.Kind kind = node.integer("p", 2) == 1 ? Reduce.Kind.L1 : Reduce.Kind.L2;
        String axes = emit.longs("axes", node.integer("axis", -1));
        String norm = emit.helper("norm", new Reduce(kind, true, false), node.input(0), axes);
        String notZero =
                emit.helper("floor", new Extremum(Extremum.Kind.MAX), norm, emit.number("smallest", Float.MIN_NORMAL));
        return emit.main(new Div(Clamp.NONE), node.input(0), notZero);
    }

    /**
     * {@code x / (bias + alpha / size · Σ x²)^beta} over {@code size} neighbouring channels (Krizhevsky et al. 2012); the sum is a mean over a
     * window that slides along the channels.
     */
    static String localResponseNormalization(OnnxNode node, NodeEmitter emit) {
        int size = node.intValue("size", 1);
        Dimension channels = emit.fact(node.input(0))
                .filter(f -> f.rank() > 2 && f.dim(1).isKnown())
                .orElseThrow(() -> new UnsupportedOperator("because the number of its channels is not known"))
                .dim(1);
        String square = emit.helper("square", new Mul(Clamp.NONE), node.input(0), node.input(0));
        String rows = emit.longs("rows/shape", 0, 1, channels.value(), -1);
        String asRows = emit.helper("rows", new Reshape(false), square, rows);
        Padding padding = Padding.explicit(List.of((size - 1) / 2, 0), List.of(size / 2, 0));
        AveragePool window = new AveragePool(
                List.of(size, 1), List.of(1, 1), padding, List.of(1, 1), false, true, ImageLayout.CHANNELS_FIRST);
        String means = emit.helper("means", window, asRows);
        String shape = emit.helper("shape", new ShapeOf(0, Integer.MAX_VALUE), node.input(0));
        String mean = emit.helper("mean", new Reshape(false), means, shape);
        String scaled =
                emit.helper("scaled", new Mul(Clamp.NONE), mean, emit.number("alpha", node.real("alpha", 1e-4f)));
        String shifted = emit.helper("shifted", new Add(Clamp.NONE), scaled, emit.number("bias", node.real("bias", 1)));
        String power = emit.helper("power", new Pow(), shifted, emit.number("beta", node.real("beta", 0.75f)));
        return emit.main(new Div(Clamp.NONE), node.input(0), power);
    }

    /** {@code (x - mean) / sqrt(variance)} over the given axes, all but the channels by default. */
    static String meanVariance(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        long[] axes = node.integers("axes").orElse(new long[] {0, 2, 3});
        String x = node.input(0);
        String difference = f.subtract(x, f.reduce(Reduce.Kind.MEAN, x, true, axes));
        String variance = f.reduce(Reduce.Kind.MEAN, f.multiply(difference, difference), true, axes);
        String deviation = emit.helper("deviation", new Unary(Unary.Function.SQRT), variance);
        return emit.main(new Div(Clamp.NONE), difference, f.add(deviation, f.numberLike(x, 1e-9)));
    }

    /** {@code (Σ |x|^p)^(1/p)} over each channel. */
    static String globalLpPool(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        String x = node.input(0);
        int p = node.intValue("p", 2);
        long[] axes = LongStream.range(2, f.rank(x)).toArray();
        String powers = emit.helper(
                "power", new Pow(), emit.helper("size", new Unary(Unary.Function.ABS), x), f.numberLike(x, p));
        return emit.main(new Pow(), f.reduce(Reduce.Kind.SUM, powers, true, axes), f.numberLike(x, 1.0 / p));
    }

    /** Values less their mean, the mean, and one over their standard deviation. */
    private record Centred(String difference, String mean, String inverse) {}

    private static Centred centred(OnnxNode node, NodeEmitter emit, String x, String axes) {
        String mean = emit.helper("mean", new Reduce(Reduce.Kind.MEAN, true, false), x, axes);
        String difference = emit.helper("difference", new Sub(Clamp.NONE), x, mean);
        return new Centred(difference, mean, inverseRoot(node, emit, difference, axes));
    }

    /** {@code 1 / sqrt(mean(x²) + epsilon)}. */
    private static String inverseRoot(OnnxNode node, NodeEmitter emit, String x, String axes) {
        String square = emit.helper("square", new Mul(Clamp.NONE), x, x);
        String variance = emit.helper("variance", new Reduce(Reduce.Kind.MEAN, true, false), square, axes);
        String epsilon = emit.number("epsilon", node.real("epsilon", 1e-5f));
        String widened = emit.helper("widened", new Add(Clamp.NONE), variance, epsilon);
        String root = emit.helper("root", new Unary(Unary.Function.SQRT), widened);
        return emit.helper("inverse", new Unary(Unary.Function.RECIPROCAL), root);
    }

    private static String groups(OnnxNode node, NodeEmitter emit) {
        String target = emit.longs("groups", 0, node.integer("num_groups", 1), -1);
        String grouped = emit.helper("grouped", new Reshape(false), node.input(0), target);
        Centred c = centred(node, emit, grouped, emit.longs("axes", 2));
        return emit.helper("normal", new Mul(Clamp.NONE), c.difference, c.inverse);
    }

    private static String scaledAndShifted(OnnxNode node, NodeEmitter emit, String normal, String scale, String bias) {
        if (bias.isEmpty()) {
            return emit.main(new Mul(Clamp.NONE), normal, scale);
        }
        return emit.main(new Add(Clamp.NONE), emit.helper("scaled", new Mul(Clamp.NONE), normal, scale), bias);
    }

    private static String axesFrom(OnnxNode node, NodeEmitter emit) {
        int rank = emit.rank(0);
        int axis = emit.axis(node.integer("axis", -1), rank);
        return emit.longs("axes", LongStream.range(axis, rank).toArray());
    }

    /** A list with one value a channel, shaped to be broadcast along axis 1 of a tensor with {@code after} axes after it. */
    private static String alongChannels(NodeEmitter emit, String role, String list, int after) {
        long[] target = new long[after + 1];
        Arrays.fill(target, 1);
        target[0] = -1;
        return emit.helper(role + "/channels", new Reshape(false), list, emit.longs(role + "/shape", target));
    }
}
