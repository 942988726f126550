package dev.vernier.engine.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.PadMode;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.quantize.AffineQuantization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Layers that multiply codes beside the same layers on fake-quantized values: the same graph but for its weights, which are there as codes
 * or already as real values.
 */
class IntegerArithmeticTest {
    private static final int SHAPES = 60;
    private static final QuantType UINT8 = new QuantType(8, 0, 255);

    @ParameterizedTest
    @ValueSource(strings = {"convolution", "depthwise", "gemm", "matmul"})
    void differsFromFakeQuantizationByOneStepAtMost(String kind) {
        int equal = 0;
        int all = 0;
        for (int seed = 0; seed < SHAPES; seed++) {
            Random r = new Random(seed);
            Layer layer = layer(kind, r);
            QuantParams in = grid(r, 4);
            QuantParams out = grid(r, 8);
            TensorData x = gaussian(r, 1, layer.input());
            Graph codes = graph(layer, in, out, true);
            assertThat(usesOf(codes)).as(kind + " " + seed).contains(CodeUse.Operands.INTEGER);
            float[] integer = run(codes, x);
            Graph reals = graph(layer, in, out, false);
            assertThat(usesOf(reals)).doesNotContain(CodeUse.Operands.INTEGER);
            float[] fake = run(reals, x);
            assertThat(integer).hasSameSizeAs(fake);
            for (int i = 0; i < fake.length; i++) {
                assertThat(integer[i])
                        .as(kind + " seed " + seed + " element " + i)
                        .isCloseTo(fake[i], within(out.scale() * 1.001f));
                equal += integer[i] == fake[i] ? 1 : 0;
            }
            all += fake.length;
        }
        assertThat((double) equal / all).isGreaterThan(0.998);
    }

    /** Worked by hand: codes (3, 5) at scale 0.5 and zero point 1 times weights (2, -1) at 0.25, bias 0.5. */
    @Test
    void oneProductByHand() {
        QuantParams in = QuantParams.perTensor(QuantType.INT8, 0.5f, 1);
        QuantParams weights = QuantParams.perTensor(QuantType.INT8, 0.25f, 0);
        QuantParams out = QuantParams.perTensor(QuantType.INT8, 0.125f, -3);
        Graph.Builder b = Graph.builder("hand")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(1, 2)))
                .constant("w", TensorData.ofBytes(DataType.INT8, Shape.of(1, 2), (byte) 2, (byte) -1))
                .constant("bias", TensorData.ofFloats(Shape.of(1), 0.5f));
        b.node(new Node("w_dq", new DequantizeLinear(weights), List.of("w"), List.of("w_real")));
        pair(b, "x", in, "x_real");
        b.node(new Node(
                "dense", new Gemm(false, true, 1, 1, Clamp.NONE), List.of("x_real", "w_real", "bias"), List.of("y")));
        pair(b, "y", out, "y_real");
        // Real inputs 1 and 2; (2·2 - 1·4) · 0.5 · 0.25 + 0.5 = 0.5, which is 4 steps of 0.125.
        assertThat(run(b.output("y_real").build(), TensorData.ofFloats(Shape.of(1, 2), 1.1f, 2.2f)))
                .containsExactly(0.5f);
    }

    /** What ONNX Runtime's kernels compute of codes with a bias of codes: one factor, rounded once, bit for bit. */
    @ParameterizedTest
    @ValueSource(ints = {-128, -3, 0, 77})
    void sumsWithACodedBiasAreRescaledByOneFactor(int zeroPoint) {
        Random r = new Random(zeroPoint);
        int rows = 40;
        int inner = 64;
        int columns = 24;
        QuantParams in = QuantParams.perTensor(QuantType.INT8, 0.0173f, 5);
        QuantParams out = QuantParams.perTensor(QuantType.INT8, 0.0391f, zeroPoint);
        float[] weightScales = new float[columns];
        float[] biasScales = new float[columns];
        for (int c = 0; c < columns; c++) {
            weightScales[c] = 0.002f + 0.01f * r.nextFloat();
            biasScales[c] = in.scale() * weightScales[c];
        }
        byte[] weights = new byte[columns * inner];
        r.nextBytes(weights);
        int[] bias = r.ints(columns, -20_000, 20_000).toArray();
        TensorData x = gaussian(r, 1, Shape.of(rows, inner));
        Graph.Builder b = Graph.builder("coded bias")
                .input(new TensorSpec("x", DataType.FLOAT32, x.shape()))
                .constant("w", TensorData.ofBytes(DataType.INT8, Shape.of(columns, inner), weights))
                .constant("b", TensorData.ofCodes(DataType.INT32, Shape.of(columns), bias));
        b.node(new Node(
                "w_dq",
                new DequantizeLinear(QuantParams.perChannel(QuantType.INT8, weightScales, new int[columns], 0)),
                List.of("w"),
                List.of("w_real")));
        b.node(new Node(
                "b_dq",
                new DequantizeLinear(QuantParams.perChannel(QuantType.INT32, biasScales, new int[columns], 0)),
                List.of("b"),
                List.of("b_real")));
        pair(b, "x", in, "x_real");
        b.node(new Node(
                "dense", new Gemm(false, true, 1, 1, Clamp.NONE), List.of("x_real", "w_real", "b_real"), List.of("y")));
        pair(b, "y", out, "y_real");
        float[] got = run(b.output("y_real").build(), x);
        float[] values = x.toFloats();
        float[] wanted = new float[rows * columns];
        for (int i = 0; i < wanted.length; i++) {
            int c = i % columns;
            int sum = bias[c];
            for (int k = 0; k < inner; k++) {
                int code = Math.round(fake(values[i / columns * inner + k], in) / in.scale());
                sum += code * weights[c * inner + k];
            }
            float steps = sum * (in.scale() * weightScales[c] / out.scale());
            double code = Math.max(-128, Math.min(127, Math.rint(steps) + zeroPoint));
            wanted[i] = ((int) code - zeroPoint) * out.scale();
        }
        assertThat(got).containsExactly(wanted);
    }

    /** Sums of codes beside sums of the same values, rounded to the grid: alike but for ties that single precision breaks otherwise. */
    @Test
    void sumsDifferFromThoseOfRealValuesByOneStepAtMost() {
        int equal = 0;
        int all = 0;
        for (int seed = 0; seed < SHAPES; seed++) {
            Random r = new Random(seed);
            QuantParams a = grid(r, 3);
            QuantParams c = grid(r, 2);
            QuantParams sum = grid(r, 4);
            Clamp clamp = clamp(r);
            TensorData x = gaussian(r, 1, Shape.of(2, 5, 6, 6));
            Graph graph =
                    ofTwo(new Add(clamp), x.shape(), a, c, sum).output("y_real").build();
            assertThat(usesOf(graph)).contains(CodeUse.Operands.SUM);
            float[] values = x.toFloats();
            float[] got = run(graph, x);
            for (int i = 0; i < values.length; i++) {
                float real = fake(values[i], a) + fake(values[i], c);
                float wanted = fake(Math.max(clamp.low(), Math.min(clamp.high(), real)), sum);
                assertThat(got[i]).as("seed " + seed + " element " + i).isCloseTo(wanted, within(sum.scale() * 1.001f));
                equal += got[i] == wanted ? 1 : 0;
            }
            all += values.length;
        }
        assertThat((double) equal / all).isGreaterThan(0.998);
    }

    @Test
    void tablesAndMovedCodesAreExact() {
        Random r = new Random(5);
        QuantParams a = grid(r, 3);
        QuantParams c = grid(r, 2);
        QuantParams product = grid(r, 4);
        TensorData x = gaussian(r, 1, Shape.of(2, 5, 6, 6));
        Graph.Builder b = ofTwo(new Mul(Clamp.RELU), x.shape(), a, c, product);
        b.node(new Node(
                "pool",
                new MaxPool(
                        List.of(2, 2),
                        List.of(2, 2),
                        Padding.none(2),
                        List.of(1, 1),
                        false,
                        ImageLayout.CHANNELS_FIRST),
                List.of("y_real"),
                List.of("p")));
        b.constant("pads", TensorData.ofLongs(Shape.of(8), 0, 2, 0, 0, 0, 1, 0, 0));
        b.node(new Node("pad", new Pad(PadMode.CONSTANT), List.of("p", "pads"), List.of("padded")));
        Graph graph = b.output("y_real").output("p").output("padded").build();
        assertThat(usesOf(graph))
                .contains(CodeUse.Operands.TABLE)
                .endsWith(CodeUse.Operands.MOVED, CodeUse.Operands.MOVED);
        Map<String, TensorData> got = Interpreter.run(graph, Map.of("x", x), List.of("y_real", "p", "padded"));
        float[] values = x.toFloats();
        float[] s = new float[values.length];
        for (int i = 0; i < s.length; i++) {
            s[i] = fake(Math.max(0, fake(values[i], a) * fake(values[i], c)), product);
        }
        assertThat(got.get("y_real").toFloats()).containsExactly(s);
        float[] p = got.get("p").toFloats();
        float[] padded = got.get("padded").toFloats();
        for (int image = 0; image < 10; image++) {
            for (int at = 0; at < 9; at++) {
                int corner = image * 36 + at / 3 * 12 + at % 3 * 2;
                float largest = Math.max(Math.max(s[corner], s[corner + 1]), Math.max(s[corner + 6], s[corner + 7]));
                assertThat(p[image * 9 + at]).isEqualTo(largest);
            }
        }
        // Two channels before the five and one after, all zero.
        for (int i = 0; i < padded.length; i++) {
            int sample = i / 72;
            int channel = i / 9 % 8 - 2;
            float wanted = channel < 0 || channel > 4 ? 0 : p[(sample * 5 + channel) * 9 + i % 9];
            assertThat(padded[i]).isEqualTo(wanted);
        }
    }

    /** {@code y_real}: an operation on two values that come from {@code x}, each on its grid, and the result on its own. */
    private static Graph.Builder ofTwo(Op op, Shape shape, QuantParams a, QuantParams c, QuantParams result) {
        Graph.Builder b = Graph.builder("two").input(new TensorSpec("x", DataType.FLOAT32, shape));
        pair(b, "x", a, "left");
        pair(b, "x", c, "right");
        b.node(new Node("op", op, List.of("left", "right"), List.of("y")));
        b.spec(new TensorSpec("y", DataType.FLOAT32, shape));
        pair(b, "y", result, "y_real");
        return b.output("left").output("right");
    }

    private static float fake(float x, QuantParams g) {
        return AffineQuantization.fakeQuantize(
                x, g.scale(), g.zeroPoint(), g.type(), dev.vernier.engine.spec.Rounding.HALF_TO_EVEN);
    }

    private record Layer(Op op, Shape input, Shape weights, int channelAxis, int outputs) {}

    private static Layer layer(String kind, Random r) {
        int in = 1 + r.nextInt(20);
        int out = 1 + r.nextInt(20);
        switch (kind) {
            case "gemm":
                return new Layer(
                        new Gemm(false, true, 1, 1, clamp(r)),
                        Shape.of(1 + r.nextInt(9), in),
                        Shape.of(out, in),
                        0,
                        out);
            case "matmul":
                return new Layer(new MatMul(clamp(r)), Shape.of(2, 1 + r.nextInt(5), in), Shape.of(in, out), 1, out);
            default:
                return convolution(r, kind.equals("depthwise") ? in : 1, in, kind.equals("depthwise") ? in : out);
        }
    }

    private static Layer convolution(Random r, int group, int in, int out) {
        int rank = 1 + r.nextInt(2);
        List<Integer> strides = new ArrayList<>();
        List<Integer> pads = new ArrayList<>();
        long[] input = new long[rank + 2];
        long[] weights = new long[rank + 2];
        input[0] = 1 + r.nextInt(3);
        input[1] = in;
        weights[0] = out;
        weights[1] = in / group;
        int kernel = 1 + 2 * r.nextInt(2);
        for (int i = 0; i < rank; i++) {
            input[2 + i] = 4 + r.nextInt(8);
            weights[2 + i] = kernel;
            strides.add(1 + r.nextInt(2));
            pads.add(r.nextInt(kernel / 2 + 1));
        }
        Op op = new Conv(
                strides,
                Padding.explicit(pads, pads),
                Collections.nCopies(rank, 1),
                group,
                ImageLayout.CHANNELS_FIRST,
                clamp(r));
        return new Layer(op, Shape.of(input), Shape.of(weights), 0, out);
    }

    private static Clamp clamp(Random r) {
        return List.of(Clamp.NONE, Clamp.RELU, Clamp.RELU6).get(r.nextInt(3));
    }

    /** Of a random kind: signed, unsigned, or without the lowest code. */
    private static QuantParams grid(Random r, float reach) {
        QuantType type = List.of(QuantType.INT8, UINT8, QuantType.INT8_NARROW).get(r.nextInt(3));
        int zeroPoint = type.qMin() + r.nextInt(256 - 1);
        return QuantParams.perTensor(type, reach * (0.5f + r.nextFloat()) / 128, zeroPoint);
    }

    private static Graph graph(Layer layer, QuantParams in, QuantParams out, boolean asCodes) {
        Random r = new Random(layer.hashCode() & 0xff);
        boolean perChannel = r.nextBoolean();
        float[] scales = new float[perChannel ? layer.outputs() : 1];
        for (int c = 0; c < scales.length; c++) {
            scales[c] = (0.5f + r.nextFloat()) / 256;
        }
        QuantParams weights = perChannel
                ? QuantParams.perChannel(QuantType.INT8_NARROW, scales, new int[scales.length], layer.channelAxis())
                : QuantParams.perTensor(QuantType.INT8_NARROW, scales[0], 0);
        byte[] codes = new byte[Math.toIntExact(layer.weights().elementCount())];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (r.nextInt(255) - 127);
        }
        TensorData w = TensorData.ofBytes(DataType.INT8, layer.weights(), codes);
        Graph.Builder b = Graph.builder("layer").input(new TensorSpec("x", DataType.FLOAT32, layer.input()));
        if (asCodes) {
            b.constant("w", w);
            b.node(new Node("w_dq", new DequantizeLinear(weights), List.of("w"), List.of("w_real")));
        } else {
            b.constant("w_real", AffineQuantization.dequantize(w, weights));
        }
        b.constant("bias", gaussian(r, 0.3f, Shape.of(layer.outputs())));
        pair(b, "x", in, "x_real");
        b.node(new Node("layer", layer.op(), List.of("x_real", "w_real", "bias"), List.of("y")));
        pair(b, "y", out, "y_real");
        return b.output("y_real").build();
    }

    private static void pair(Graph.Builder b, String value, QuantParams grid, String real) {
        b.node(new Node(real + "_q", new QuantizeLinear(grid), List.of(value), List.of(real + "_codes")));
        b.node(new Node(real + "_dq", new DequantizeLinear(grid), List.of(real + "_codes"), List.of(real)));
    }

    private static float[] run(Graph graph, TensorData x) {
        String output = graph.outputs().get(graph.outputs().size() - 1);
        return Interpreter.run(graph, Map.of("x", x), List.of(output))
                .get(output)
                .toFloats();
    }

    private static List<CodeUse.Operands> usesOf(Graph graph) {
        try (KernelCache kernels = new KernelCache()) {
            return CompiledGraph.compile(graph, Set.of(), kernels).steps().stream()
                    .map(s -> s.codes().operands())
                    .toList();
        }
    }

    private static TensorData gaussian(Random r, float deviation, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.elementCount())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) r.nextGaussian() * deviation;
        }
        return TensorData.ofFloats(shape, values);
    }
}
