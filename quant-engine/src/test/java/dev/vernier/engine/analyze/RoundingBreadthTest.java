package dev.vernier.engine.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.exec.GraphRunner;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Learned rounding on every kind of layer that has weights. */
class RoundingBreadthTest {
    private static final int SAMPLES = 48;

    private static Graph graph(Op op, Shape input, Shape weights, int outputs) {
        Random random = new Random(5);
        Graph.Builder b = Graph.builder("one layer").input(new TensorSpec("x", DataType.FLOAT32, input));
        b.constant("w", random(random, weights));
        b.constant("b", random(random, Shape.of(outputs)));
        b.node(new Node("layer", op, List.of("x", "w", "b"), List.of("y")));
        return ShapeInference.annotate(b.output("y").build());
    }

    private static TensorData random(Random random, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.elementCount())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return TensorData.ofFloats(shape, values);
    }

    private static Op transposed(int group, Padding padding, ImageLayout layout) {
        return new ConvTranspose(List.of(2, 3), padding, List.of(1, 0), List.of(1, 2), group, layout, Clamp.RELU);
    }

    static Stream<Arguments> layers() {
        Shape image = Shape.of(Shape.UNKNOWN, 4, 5, 6);
        Shape lastImage = Shape.of(Shape.UNKNOWN, 5, 6, 4);
        Padding uneven = Padding.explicit(List.of(1, 0), List.of(0, 2));
        Clamp none = Clamp.NONE;
        return Stream.of(
                Arguments.of(
                        "transposed",
                        graph(transposed(1, uneven, ImageLayout.CHANNELS_FIRST), image, Shape.of(4, 3, 3, 2), 3)),
                Arguments.of(
                        "transposed in groups",
                        graph(transposed(2, uneven, ImageLayout.CHANNELS_FIRST), image, Shape.of(4, 3, 3, 2), 6)),
                Arguments.of(
                        "transposed, channels last, same size",
                        graph(
                                transposed(1, Padding.SAME_UPPER, ImageLayout.CHANNELS_LAST),
                                lastImage,
                                Shape.of(4, 3, 3, 2),
                                3)),
                Arguments.of(
                        "convolution in groups",
                        graph(
                                new Conv(
                                        List.of(2, 1),
                                        uneven,
                                        List.of(1, 2),
                                        2,
                                        ImageLayout.CHANNELS_FIRST,
                                        Clamp.RELU),
                                image,
                                Shape.of(6, 2, 3, 2),
                                6)),
                Arguments.of(
                        "depthwise with two outputs each",
                        graph(
                                new Conv(
                                        List.of(1, 1),
                                        Padding.SAME_LOWER,
                                        List.of(1, 1),
                                        4,
                                        ImageLayout.CHANNELS_LAST,
                                        none),
                                lastImage,
                                Shape.of(8, 1, 3, 3),
                                8)),
                Arguments.of(
                        "sequence",
                        graph(
                                new Conv(
                                        List.of(2),
                                        Padding.explicit(List.of(1), List.of(1)),
                                        List.of(1),
                                        1,
                                        ImageLayout.CHANNELS_FIRST,
                                        none),
                                Shape.of(Shape.UNKNOWN, 4, 9),
                                Shape.of(5, 4, 3),
                                5)),
                Arguments.of(
                        "transposed sequence",
                        graph(
                                new ConvTranspose(
                                        List.of(2),
                                        Padding.VALID,
                                        List.of(0),
                                        List.of(1),
                                        1,
                                        ImageLayout.CHANNELS_FIRST,
                                        none),
                                Shape.of(Shape.UNKNOWN, 4, 9),
                                Shape.of(4, 5, 3),
                                5)),
                Arguments.of(
                        "dense",
                        graph(new Gemm(false, true, 1, 1, none), Shape.of(Shape.UNKNOWN, 20), Shape.of(7, 20), 7)),
                Arguments.of("long rows", longRows()));
    }

    /** More inputs than products are kept for; without a bias. */
    private static Graph longRows() {
        Graph.Builder b =
                Graph.builder("long").input(new TensorSpec("x", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 5000)));
        b.constant("w", random(new Random(6), Shape.of(5000, 2)));
        b.node(new Node("layer", new MatMul(Clamp.NONE), List.of("x", "w"), List.of("y")));
        return ShapeInference.annotate(b.output("y").build());
    }

    /** Positive, as behind a ReLU: were inputs independent of each other about 0, the nearest code would be the best one. */
    private static InMemoryDataset data(Graph graph) {
        TensorSpec in = graph.inputs().get(0);
        Shape shape = in.shape().with(0, SAMPLES);
        float[] values = random(new Random(7), shape).toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]);
        }
        TensorData samples = TensorData.ofFloats(shape, values);
        return InMemoryDataset.of("seeded", List.of(in.name()), List.of(samples), new int[0], List.of());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void aRowTimesAPatchIsTheLayersSum(String name, Graph graph) {
        Layer layer = Layer.listOf(graph).stream()
                .filter(l -> l.name().equals("layer"))
                .findFirst()
                .orElseThrow();
        WeightRows rows = WeightRows.of(graph, layer).orElseThrow();
        float[] weights = graph.constant("w").orElseThrow().toFloats();
        float[] bias = graph.constant("b").map(TensorData::toFloats).orElse(new float[rows.rows()]);
        Dataset data = data(graph);
        TensorData x = data.batch(0, 3).get(0);
        int[] seen = new int[1];
        Graph bare = PreActivation.exposed(graph, "layer");
        try (GraphRunner runner = new GraphRunner(bare, List.of(PreActivation.VALUE))) {
            TensorData sums = runner.run(Map.of("x", x)).get(PreActivation.VALUE);
            new LayerPatches(layer, rows, graph.constant("w").orElseThrow().shape(), 1000, new Random(1))
                    .each(x, sums, (patch, wanted) -> {
                        seen[0]++;
                        for (int r = 0; r < rows.rows(); r++) {
                            int from = r / rows.rowsOfGroup() * rows.length();
                            double sum = bias[r];
                            for (int k = 0; k < rows.length(); k++) {
                                sum += (double) weights[rows.index(r, k)] * patch[from + k];
                            }
                            assertThat((double) wanted[r]).isCloseTo(sum, within(1e-3));
                        }
                    });
            assertThat((long) seen[0] * rows.rows()).isEqualTo(sums.elementCount());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void learnedRoundingComesNearerPerTensorAndPerChannel(String name, Graph graph) {
        InMemoryDataset data = data(graph);
        ModelQuantizer quantizer = new ModelQuantizer(
                graph, CalibrationRun.run(graph, data, SAMPLES, "seeded", Progress.NONE, Cancellation.NEVER));
        for (Granularity granularity : List.of(Granularity.TENSOR, Granularity.CHANNEL)) {
            QuantPlan nearest = QuantPlan.of(Preset.W4)
                    .withLayers(Set.of("layer"), c -> c.withWeights(c.weights().withGranularity(granularity)));
            QuantPlan learned = new PlanImprover(quantizer, 0)
                    .improve(nearest, EnumSet.of(Improvement.ADAROUND), PlanImprover.Listener.NONE, Cancellation.NEVER);
            assertThat(learned.cures().roundings()).containsOnlyKeys("layer");
            assertThat(error(graph, data, quantizer, learned))
                    .as("%s", granularity)
                    .isLessThan(0.98 * error(graph, data, quantizer, nearest));
        }
    }

    private static double error(Graph graph, InMemoryDataset data, ModelQuantizer quantizer, QuantPlan plan) {
        try (EvaluationSession session = new EvaluationSession(graph, data, EvaluationOptions.ofSamples(SAMPLES))) {
            return session.evaluate(quantizer.quantize(plan), r -> {}, Cancellation.NEVER)
                    .meanAbsError();
        }
    }
}
