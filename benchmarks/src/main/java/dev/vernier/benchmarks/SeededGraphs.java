package dev.vernier.benchmarks;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.Gelu;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.GlobalAveragePool;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.LayerNormalization;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Transpose;
import java.util.List;
import java.util.Random;

/** Networks of usual architectures with seeded weights of the size that keeps activations near 1 (He et al. 2015). */
final class SeededGraphs {
    static final int VOCABULARY = 1000;

    private final Random random = new Random(7);
    private final Graph.Builder graph;
    private int layers;

    private SeededGraphs(String name) {
        this.graph = Graph.builder(name);
    }

    static Graph named(String name) {
        switch (name) {
            case "mobilenet32":
                return new SeededGraphs(name).mobileNetV2(32, 10);
            case "mobilenet224":
                return new SeededGraphs(name).mobileNetV2(224, 1000);
            case "mlp":
                return new SeededGraphs(name).mlp();
            case "transformer":
                return new SeededGraphs(name).transformer();
            default:
                throw new IllegalArgumentException("no network " + name + "; there are " + Networks.NAMES);
        }
    }

    /** So many that one run of the float model takes some tenths of a second to a second on two cores, and all edits some minutes. */
    static int samples(String name) {
        switch (name) {
            case "mobilenet32":
                return 512;
            case "mobilenet224":
                return 24;
            case "mlp":
                return 10_000;
            default:
                return 512;
        }
    }

    /** Sandler et al. 2018, width 1; at 32×32 the first two reductions are left out, as is usual for CIFAR. */
    private Graph mobileNetV2(int size, int classes) {
        boolean small = size < 64;
        graph.input(new TensorSpec("image", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 3, size, size)));
        String x = conv("image", 3, 32, 3, small ? 1 : 2, 1, Clamp.RELU6);
        int channels = 32;
        int[][] blocks = {
            {1, 16, 1, 1}, {6, 24, 2, small ? 1 : 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2},
            {6, 320, 1, 1}
        };
        for (int[] b : blocks) {
            for (int i = 0; i < b[2]; i++) {
                x = inverted(x, channels, b[1], b[0], i == 0 ? b[3] : 1);
                channels = b[1];
            }
        }
        x = conv(x, channels, 1280, 1, 1, 1, Clamp.RELU6);
        x = node(new GlobalAveragePool(ImageLayout.CHANNELS_FIRST), x);
        x = node(new Flatten(1), x);
        return graph.output(dense(x, 1280, classes, Clamp.NONE)).build();
    }

    private String inverted(String x, int in, int out, int expand, int stride) {
        int wide = in * expand;
        String y = expand == 1 ? x : conv(x, in, wide, 1, 1, 1, Clamp.RELU6);
        y = conv(y, wide, wide, 3, stride, wide, Clamp.RELU6);
        y = conv(y, wide, out, 1, 1, 1, Clamp.NONE);
        return stride == 1 && in == out ? node(new Add(Clamp.NONE), x, y) : y;
    }

    private Graph mlp() {
        graph.input(new TensorSpec("x", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 784)));
        String x = dense("x", 784, 512, Clamp.RELU);
        x = dense(x, 512, 512, Clamp.RELU);
        x = dense(x, 512, 256, Clamp.RELU);
        return graph.output(dense(x, 256, 10, Clamp.NONE)).build();
    }

    /** Two post-norm encoder layers (Vaswani et al. 2017) of width 128 with 4 heads over 64 tokens, classified by their mean. */
    private Graph transformer() {
        int tokens = 64;
        int width = 128;
        int heads = 4;
        graph.input(new TensorSpec("tokens", DataType.INT64, Shape.of(Shape.UNKNOWN, tokens)));
        String x = node(new Gather(0), weights(1, VOCABULARY, width), "tokens");
        x = node(new Add(Clamp.NONE), x, weights(1, tokens, width));
        for (int layer = 0; layer < 2; layer++) {
            String q = head(linear(x, width, width), tokens, heads, width / heads, 0, 2, 1, 3);
            String k = head(linear(x, width, width), tokens, heads, width / heads, 0, 2, 3, 1);
            String v = head(linear(x, width, width), tokens, heads, width / heads, 0, 2, 1, 3);
            String scores = node(new MatMul(Clamp.NONE), q, k);
            scores = node(new Mul(Clamp.NONE), scores, scalar((float) (1 / Math.sqrt((double) width / heads))));
            String mixed = node(new MatMul(Clamp.NONE), node(new Softmax(-1), scores), v);
            mixed = node(new Transpose(List.of(0, 2, 1, 3)), mixed);
            mixed = node(new Reshape(false), mixed, longs(0, tokens, width));
            x = normalized(node(new Add(Clamp.NONE), x, linear(mixed, width, width)), width);
            String hidden = node(new Gelu(false), linear(x, width, 4 * width));
            x = normalized(node(new Add(Clamp.NONE), x, linear(hidden, 4 * width, width)), width);
        }
        x = node(new Reduce(Reduce.Kind.MEAN, false, false), x, longs(1));
        return graph.output(dense(x, width, 10, Clamp.NONE)).build();
    }

    private String head(String x, int tokens, int heads, int depth, Integer... order) {
        return node(new Transpose(List.of(order)), node(new Reshape(false), x, longs(0, tokens, heads, depth)));
    }

    private String linear(String x, int in, int out) {
        return node(new MatMul(Clamp.NONE), x, weights(in, in, out), weights(100, out));
    }

    private String normalized(String x, int width) {
        float[] ones = new float[width];
        java.util.Arrays.fill(ones, 1);
        String scale = constant(TensorData.ofFloats(Shape.of(width), ones));
        return node(new LayerNormalization(-1, 1e-5f), x, scale, weights(100, width));
    }

    private String conv(String x, int in, int out, int kernel, int stride, int group, Clamp clamp) {
        int pad = kernel / 2;
        Op op = new Conv(
                List.of(stride, stride),
                Padding.explicit(List.of(pad, pad), List.of(pad, pad)),
                List.of(1, 1),
                group,
                ImageLayout.CHANNELS_FIRST,
                clamp);
        int fan = in / group * kernel * kernel;
        return node(op, x, weights(fan, out, in / group, kernel, kernel), weights(100, out));
    }

    private String dense(String x, int in, int out, Clamp clamp) {
        return node(new Gemm(false, true, 1, 1, clamp), x, weights(in, out, in), weights(100, out));
    }

    private String node(Op op, String... operands) {
        String name = op.type().toLowerCase(java.util.Locale.ROOT) + ++layers;
        graph.node(new Node(name, op, List.of(operands), List.of(name + "_out")));
        return name + "_out";
    }

    private String weights(int fan, long... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[Math.toIntExact(shape.elementCount())];
        double deviation = Math.sqrt(2.0 / fan);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return constant(TensorData.ofFloats(shape, values));
    }

    private String scalar(float value) {
        return constant(TensorData.scalar(value));
    }

    private String longs(long... values) {
        return constant(TensorData.ofLongs(Shape.of(values.length), values));
    }

    private String constant(TensorData data) {
        String name = "constant" + ++layers;
        graph.constant(name, data);
        return name;
    }
}
