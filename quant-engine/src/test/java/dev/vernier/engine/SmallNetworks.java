package dev.vernier.engine;

import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.GlobalAveragePool;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Padding;
import java.util.List;
import java.util.Random;

/** Networks small enough to evaluate thousands of times, with seeded weights, and data for them. */
public final class SmallNetworks {
    private SmallNetworks() {}

    /** Two convolutions with a residual sum, pool, a depthwise convolution, global pool, dense: input {@code [N, 3, 8, 8]}. */
    public static Graph residual(long seed) {
        Random r = new Random(seed);
        Graph.Builder b = Graph.builder("residual").input(image("x", 3));
        conv(b, r, "stem", "x", "stem_out", 3, 4, 3, 1, Clamp.RELU);
        conv(b, r, "conv_a", "stem_out", "a", 4, 4, 3, 1, Clamp.RELU);
        conv(b, r, "conv_b", "a", "b", 4, 4, 3, 1, Clamp.NONE);
        b.node(new Node("sum", new Add(Clamp.RELU), List.of("stem_out", "b"), List.of("s")));
        b.node(new Node("pool", maxPool(), List.of("s"), List.of("p")));
        conv(b, r, "depthwise", "p", "d", 4, 4, 3, 4, Clamp.RELU6);
        b.node(new Node("mean", new GlobalAveragePool(ImageLayout.CHANNELS_FIRST), List.of("d"), List.of("m")));
        b.node(new Node("flat", new Flatten(1), List.of("m"), List.of("f")));
        dense(b, r, "head", "f", "logits", 4, 5);
        return b.output("logits").build();
    }

    /** Two branches that are joined by a concat: input {@code [N, 2, 8, 8]}. */
    public static Graph branches(long seed) {
        Random r = new Random(seed);
        Graph.Builder b = Graph.builder("branches").input(image("x", 2));
        conv(b, r, "left", "x", "l", 2, 3, 3, 1, Clamp.RELU);
        conv(b, r, "right", "x", "r", 2, 2, 1, 1, Clamp.NONE);
        b.node(new Node("join", new Concat(1), List.of("l", "r"), List.of("j")));
        conv(b, r, "mix", "j", "x2", 5, 4, 1, 1, Clamp.RELU);
        b.node(new Node("pool", maxPool(), List.of("x2"), List.of("p")));
        b.node(new Node("flat", new Flatten(1), List.of("p"), List.of("f")));
        dense(b, r, "hidden", "f", "h", 64, 8);
        dense(b, r, "head", "h", "logits", 8, 4);
        return b.output("logits").build();
    }

    private static TensorSpec image(String name, int channels) {
        return new TensorSpec(name, DataType.FLOAT32, Shape.of(Shape.UNKNOWN, channels, 8, 8));
    }

    private static MaxPool maxPool() {
        return new MaxPool(
                List.of(2, 2), List.of(2, 2), Padding.none(2), List.of(1, 1), false, ImageLayout.CHANNELS_FIRST);
    }

    private static void conv(
            Graph.Builder b,
            Random r,
            String name,
            String in,
            String out,
            int inC,
            int outC,
            int k,
            int group,
            Clamp clamp) {
        int pad = k / 2;
        Padding padding = Padding.explicit(List.of(pad, pad), List.of(pad, pad));
        b.constant(name + ".weight", random(r, 0.5f, outC, inC / group, k, k));
        b.constant(name + ".bias", random(r, 0.2f, outC));
        b.node(new Node(
                name,
                new Conv(List.of(1, 1), padding, List.of(1, 1), group, ImageLayout.CHANNELS_FIRST, clamp),
                List.of(in, name + ".weight", name + ".bias"),
                List.of(out)));
    }

    private static void dense(Graph.Builder b, Random r, String name, String in, String out, int inC, int outC) {
        b.constant(name + ".weight", random(r, 0.5f, outC, inC));
        b.constant(name + ".bias", random(r, 0.2f, outC));
        b.node(new Node(
                name,
                new Gemm(false, true, 1, 1, Clamp.NONE),
                List.of(in, name + ".weight", name + ".bias"),
                List.of(out)));
    }

    private static TensorData random(Random r, float scale, long... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[Math.toIntExact(shape.elementCount())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) r.nextGaussian() * scale;
        }
        return TensorData.ofFloats(shape, values);
    }

    /** {@code size} seeded samples for a graph with one image input, labelled at random. */
    public static InMemoryDataset data(Graph graph, int size, long seed) {
        Random r = new Random(seed);
        TensorSpec in = graph.inputs().get(0);
        TensorData samples = random(r, 1, in.shape().with(0, size).toArray());
        int[] labels = r.ints(size, 0, 4).toArray();
        return InMemoryDataset.of("seeded", List.of(in.name()), List.of(samples), labels, List.of());
    }
}
