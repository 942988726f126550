package dev.vernier.app.window;

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
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.GlobalAveragePool;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.shape.ShapeInference;
import java.util.List;
import java.util.Random;

/** A residual network (He et al. 2016) of any depth for the bundled digits, with seeded weights: two convolutions and a sum a block. */
final class DeepNetwork {
    /** The last convolution of a block adds little, so that activations stay near 1 over hundreds of blocks. */
    private static final double BRANCH = 0.1;

    private static final int CLASSES = 10;

    private final Random random = new Random(7);
    private final Graph.Builder graph = Graph.builder("deep");
    private final int width;

    private DeepNetwork(int width) {
        this.width = width;
    }

    /** With {@code 2 * blocks + 1} convolutions of {@code width} channels, {@code blocks} sums and a dense layer. */
    static Graph of(int blocks, int width, Shape inputShape) {
        return new DeepNetwork(width).build(blocks, inputShape);
    }

    private Graph build(int blocks, Shape image) {
        graph.input(new TensorSpec(
                "image", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, image.dim(1), image.dim(2), image.dim(3))));
        String x = conv("stem", "image", Math.toIntExact(image.dim(1)), Clamp.RELU, 1);
        for (int i = 0; i < blocks; i++) {
            String y = conv("block" + i + ".first", x, width, Clamp.RELU, 1);
            y = conv("block" + i + ".second", y, width, Clamp.NONE, BRANCH);
            x = node("block" + i + ".add", new Add(Clamp.RELU), x, y);
        }
        x = node("pool", new GlobalAveragePool(ImageLayout.CHANNELS_FIRST), x);
        x = node("flatten", new Flatten(1), x);
        return ShapeInference.annotate(graph.output(node(
                        "dense",
                        new Gemm(false, true, 1, 1, Clamp.NONE),
                        x,
                        weights("dense", width, 1, CLASSES, width),
                        weights("dense.bias", 100, 1, CLASSES)))
                .build());
    }

    private String conv(String name, String x, int in, Clamp clamp, double gain) {
        Op op = new Conv(
                List.of(1, 1),
                Padding.explicit(List.of(1, 1), List.of(1, 1)),
                List.of(1, 1),
                1,
                ImageLayout.CHANNELS_FIRST,
                clamp);
        return node(
                name, op, x, weights(name, in * 9, gain, width, in, 3, 3), weights(name + ".bias", 100, gain, width));
    }

    private String weights(String name, int fan, double gain, long... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[Math.toIntExact(shape.elementCount())];
        double deviation = gain * Math.sqrt(2.0 / fan);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        graph.constant(name + ".weight", TensorData.ofFloats(shape, values));
        return name + ".weight";
    }

    private String node(String name, Op op, String... operands) {
        graph.node(new Node(name, op, List.of(operands), List.of(name + "_out")));
        return name + "_out";
    }
}
