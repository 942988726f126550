package dev.vernier.engine.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.HardSwish;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.quantize.AffineQuantization;
import dev.vernier.engine.spec.Rounding;
import dev.vernier.engine.tensor.NativeMemory;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Fused steps compute, bit for bit, what their nodes compute one by one; and quantization is the definition, bit for bit. */
class FusionTest {
    private static final Random RANDOM = new Random(7);

    private static TensorData random(long... dims) {
        float[] v = new float[(int) Shape.of(dims).elementCount()];
        for (int i = 0; i < v.length; i++) {
            v[i] = (float) RANDOM.nextGaussian();
        }
        return TensorData.ofFloats(Shape.of(dims), v);
    }

    /** Nodes one after another, each reading the one before. */
    private static final class Chain {
        private final Graph.Builder graph = Graph.builder("chain");
        private final List<String> values = new ArrayList<>();
        private final TensorSpec input;

        Chain(long... dims) {
            input = new TensorSpec("x", DataType.FLOAT32, Shape.of(dims));
            graph.input(input);
            values.add("x");
        }

        Chain then(Op op, Shape shape, Object... more) {
            String name = "v" + values.size();
            List<String> operands = new ArrayList<>(List.of(values.get(values.size() - 1)));
            for (Object operand : more) {
                if (operand instanceof TensorData) {
                    String constant = name + "c" + operands.size();
                    graph.constant(constant, (TensorData) operand);
                    operands.add(constant);
                } else {
                    operands.add((String) operand);
                }
            }
            graph.node(new Node(name, op, operands, List.of(name)));
            graph.spec(new TensorSpec(name, DataType.FLOAT32, shape));
            values.add(name);
            return this;
        }

        Chain quantized(QuantParams grid, Shape shape) {
            return then(new QuantizeLinear(grid), shape).then(new DequantizeLinear(grid), shape);
        }

        Graph build() {
            return graph.output(values.get(values.size() - 1)).build();
        }

        String last() {
            return values.get(values.size() - 1);
        }
    }

    private static void assertFusedEqualsUnfused(Chain chain, TensorData x, int steps) {
        Graph graph = chain.build();
        try (KernelCache kernels = new KernelCache()) {
            assertThat(CompiledGraph.compile(graph, Set.of(), kernels).steps()).hasSize(steps);
        }
        TensorData fused =
                Interpreter.run(graph, Map.of("x", x), List.of(chain.last())).get(chain.last());
        TensorData alone = Interpreter.run(graph, Map.of("x", x), chain.values).get(chain.last());
        float[] a = fused.toFloats();
        float[] b = alone.toFloats();
        for (int i = 0; i < a.length; i++) {
            // Adding 0 makes both zeros the same: fused quantization may give -0 where codes give 0.
            assertThat(Float.floatToIntBits(a[i] + 0f))
                    .as("element %d: %s, %s", i, a[i], b[i])
                    .isEqualTo(Float.floatToIntBits(b[i] + 0f));
        }
    }

    @Test
    void convolutionWithGridsOfEitherKindAndResidual() {
        Shape shape = Shape.of(3, 10, 9, 9);
        Conv conv = new Conv(
                List.of(1, 1), Padding.SAME_UPPER, List.of(1, 1), 1, ImageLayout.CHANNELS_FIRST, new Clamp(-1.5f, 2));
        float[] scales = new float[10];
        int[] zeroPoints = new int[10];
        for (int c = 0; c < 10; c++) {
            scales[c] = 0.01f + 0.003f * c;
            zeroPoints[c] = c - 5;
        }
        Chain chain = new Chain(3, 10, 9, 9)
                .then(conv, shape, random(10, 10, 3, 3), random(10))
                .quantized(QuantParams.perTensor(QuantType.INT8, 0.013f, 7), shape)
                .then(new Add(Clamp.RELU), shape, "x")
                .quantized(QuantParams.perChannel(QuantType.INT8, scales, zeroPoints, 1), shape);

        assertFusedEqualsUnfused(chain, random(3, 10, 9, 9), 2);
    }

    @Test
    void channelsLastConvolutionWithActivation() {
        Shape shape = Shape.of(2, 8, 8, 24);
        Conv depthwise =
                new Conv(List.of(1, 1), Padding.SAME_UPPER, List.of(1, 1), 24, ImageLayout.CHANNELS_LAST, Clamp.NONE);
        Chain chain = new Chain(2, 8, 8, 24)
                .then(depthwise, shape, random(24, 1, 3, 3), random(24))
                .then(new HardSwish(), shape)
                .quantized(QuantParams.perTensor(QuantType.INT16, 0.0001f, 0), shape);

        assertFusedEqualsUnfused(chain, random(2, 8, 8, 24), 1);
    }

    @Test
    void matrixProductOverBatchesWithGridAlongTheLastAxis() {
        Shape shape = Shape.of(2, 5, 6);
        QuantParams grid = QuantParams.perChannel(QuantType.INT8, new float[] {1, 2, 3, 4, 5, 6}, new int[6], 2);
        Chain chain = new Chain(2, 5, 33)
                .then(new MatMul(Clamp.NONE), shape, random(33, 6))
                .then(new Relu(), shape)
                .quantized(grid, shape);

        assertFusedEqualsUnfused(chain, random(2, 5, 33), 1);
    }

    @Test
    void gridAlongAnAxisThePrimitiveHasNot() {
        Shape shape = Shape.of(2, 5, 6);
        QuantParams grid =
                QuantParams.perChannel(QuantType.INT8, new float[] {0.1f, 0.2f, 0.3f, 0.4f, 0.5f}, new int[5], 1);
        Chain chain = new Chain(2, 5, 33)
                .then(new MatMul(Clamp.NONE), shape, random(33, 6))
                .quantized(grid, shape);

        assertFusedEqualsUnfused(chain, random(2, 5, 33), 1);
    }

    @Test
    void poolAndElementwiseChains() {
        Shape shape = Shape.of(2, 6, 4, 4);
        AveragePool pool = new AveragePool(
                List.of(2, 2), List.of(2, 2), Padding.none(2), List.of(1, 1), false, false, ImageLayout.CHANNELS_FIRST);
        Chain chain = new Chain(2, 6, 8, 8)
                .then(pool, shape)
                .quantized(QuantParams.perTensor(QuantType.INT8, 0.02f, 0), shape)
                .then(new Sigmoid(), shape)
                .quantized(QuantParams.perTensor(QuantType.INT8, 1 / 256f, -128), shape);

        assertFusedEqualsUnfused(chain, random(2, 6, 8, 8), 2);
    }

    @Test
    void quantizationIsTheDefinitionBitForBit() {
        float[] values = new float[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (RANDOM.nextGaussian() * Math.pow(10, RANDOM.nextInt(5) - 2));
        }
        float[] scales = {0.1f, 1 / 3f, 0.007843138f, 1e-5f, 3};
        for (float scale : scales) {
            // Halfway points, where a reciprocal would often round to the other side.
            for (int i = 0; i < 1000; i++) {
                values[i] = (i - 500 + 0.5f) * scale;
            }
            QuantParams grid = QuantParams.perTensor(QuantType.INT8, scale, -3);
            Shape shape = Shape.of(values.length);
            Chain chain = new Chain(values.length).quantized(grid, shape);
            float[] got = Interpreter.run(
                            chain.build(), Map.of("x", TensorData.ofFloats(shape, values)), List.of(chain.last()))
                    .get(chain.last())
                    .toFloats();
            for (int i = 0; i < values.length; i++) {
                float want =
                        AffineQuantization.fakeQuantize(values[i], scale, -3, QuantType.INT8, Rounding.HALF_TO_EVEN);
                assertThat(Float.floatToIntBits(got[i] + 0f))
                        .as("%s on a grid of %s: %s", values[i], scale, got[i])
                        .isEqualTo(Float.floatToIntBits(want + 0f));
            }
        }
    }

    @Test
    void sameInputsGiveTheSameBitsAndNothingLeaks() {
        Shape shape = Shape.of(7, 16, 12, 12);
        Conv conv =
                new Conv(List.of(1, 1), Padding.SAME_UPPER, List.of(1, 1), 1, ImageLayout.CHANNELS_FIRST, Clamp.RELU);
        Graph graph = new Chain(7, 16, 12, 12)
                .then(conv, shape, random(16, 16, 3, 3), random(16))
                .quantized(QuantParams.perTensor(QuantType.INT8, 0.02f, 3), shape)
                .build();
        TensorData x = random(7, 16, 12, 12);
        long before = NativeMemory.bytesInUse();
        Set<String> results = new HashSet<>();
        try (KernelCache kernels = new KernelCache()) {
            Step step = CompiledGraph.compile(graph, Set.of(), kernels).steps().get(0);
            for (int i = 0; i < 20; i++) {
                try (Tensor in = Tensor.of(x);
                        Tensor out = step.run(in)[0]) {
                    results.add(out.toData().contentHash());
                }
            }
        }
        assertThat(results).hasSize(1);
        assertThat(NativeMemory.bytesInUse()).isEqualTo(before);
    }

    @Test
    void anEditOfOneLayerPreparesOnlyThatLayer() {
        Shape shape = Shape.of(2, 4, 6, 6);
        Conv conv =
                new Conv(List.of(1, 1), Padding.SAME_UPPER, List.of(1, 1), 1, ImageLayout.CHANNELS_FIRST, Clamp.NONE);
        TensorData w1 = random(4, 4, 3, 3);
        TensorData w2 = random(4, 4, 3, 3);
        TensorData x = random(2, 4, 6, 6);
        try (KernelCache kernels = new KernelCache()) {
            runAll(chainOf(conv, shape, w1, w2, 0.1f), x, kernels);
            int prepared = kernels.size();

            runAll(chainOf(conv, shape, w1, w2, 0.2f), x, kernels);
            assertThat(kernels.size()).as("another scale needs nothing new").isEqualTo(prepared);

            runAll(chainOf(conv, shape, w1, random(4, 4, 3, 3), 0.1f), x, kernels);
            assertThat(kernels.size())
                    .as("other weights are packed, nothing else")
                    .isEqualTo(prepared + 1);
        }
    }

    private static Graph chainOf(Conv conv, Shape shape, TensorData w1, TensorData w2, float scale) {
        QuantParams grid = QuantParams.perTensor(QuantType.INT8, scale, 0);
        return new Chain(2, 4, 6, 6)
                .then(conv, shape, w1)
                .quantized(grid, shape)
                .then(conv, shape, w2)
                .quantized(grid, shape)
                .build();
    }

    private static void runAll(Graph graph, TensorData x, KernelCache kernels) {
        Tensor current = Tensor.of(x);
        for (Step step : CompiledGraph.compile(graph, Set.of(), kernels).steps()) {
            Tensor next = step.run(current)[0];
            current.close();
            current = next;
        }
        current.close();
    }
}
