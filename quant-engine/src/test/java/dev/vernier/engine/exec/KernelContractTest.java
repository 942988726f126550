package dev.vernier.engine.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.exec.kernel.Kernels;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.*;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation with numbers worked by hand; that there is a case for each is proved. */
class KernelContractTest {
    private static final ImageLayout FIRST = ImageLayout.CHANNELS_FIRST;
    private static final ImageLayout LAST = ImageLayout.CHANNELS_LAST;
    private static final List<Integer> ONE = List.of(1, 1);
    private static final List<Integer> TWO = List.of(2, 2);
    private static final float INF = Float.POSITIVE_INFINITY;

    /** An operation, its operands (null where left out) and the result worked by hand. */
    record Case(String name, Op op, List<TensorData> operands, TensorData expected) {
        @Override
        public String toString() {
            return op.type() + ": " + name;
        }
    }

    private static Case of(String name, Op op, TensorData expected, TensorData... operands) {
        return new Case(name, op, Arrays.asList(operands), expected);
    }

    private static TensorData f(long[] shape, float... values) {
        return TensorData.ofFloats(Shape.of(shape), values);
    }

    private static TensorData f(float... values) {
        return f(d(values.length), values);
    }

    private static TensorData longs(long... values) {
        return TensorData.ofLongs(Shape.of(values.length), values);
    }

    private static long[] d(long... dims) {
        return dims;
    }

    private static final TensorData IMAGE = f(d(1, 1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    private static final TensorData MATRIX = f(d(2, 3), 1, 2, 3, 4, 5, 6);

    static Stream<Case> cases() {
        return Stream.of(
                        elementwise(),
                        binary(),
                        convolutions(),
                        pools(),
                        matrices(),
                        shapes(),
                        movement(),
                        resizes(),
                        reductions(),
                        quantization(),
                        functions(),
                        comparisons(),
                        lines(),
                        rearrangements())
                .flatMap(s -> s);
    }

    private static Stream<Case> elementwise() {
        TensorData x = f(-4, -1, 0, 1, 5);
        return Stream.of(
                of("negative to 0", new Relu(), f(0, 0, 0, 1, 5), x),
                of("both limits", new Clip(-1, 3), f(-1, -1, 0, 1, 3), x),
                of("limits in the wrong order give the upper one", new Clip(3, -1), f(-1, -1, -1, -1, -1), x),
                of("negative scaled", new LeakyRelu(0.25f), f(-1, -0.25f, 0, 1, 5), x),
                of("0 is one half", new Sigmoid(), f(0.01798621f, 0.26894142f, 0.5f, 0.7310586f, 0.9933071f), x),
                of("odd", new Tanh(), f(-0.9993293f, -0.7615942f, 0, 0.7615942f, 0.9999092f), x),
                of("line between 0 and 1", new HardSigmoid(0.25f, 0.5f), f(0, 0.25f, 0.5f, 0.75f, 1), x),
                of("x · clamp(x/6 + 1/2)", new HardSwish(), f(0, -1 / 3f, 0, 2 / 3f, 5), x),
                of("doubles", new Relu(), doubles(0, 2.5), doubles(-1, 2.5)),
                of(
                        "integers",
                        new Clip(0, 6),
                        TensorData.ofInts(Shape.of(3), 0, 3, 6),
                        TensorData.ofInts(Shape.of(3), -2, 3, 9)));
    }

    private static TensorData doubles(double... values) {
        ByteBuffer b = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        b.asDoubleBuffer().put(values);
        return TensorData.of(DataType.FLOAT64, Shape.of(values.length), b);
    }

    private static Stream<Case> binary() {
        TensorData row = f(d(1, 3), 10, 20, 30);
        TensorData column = f(d(2, 1), 10, 20);
        return Stream.of(
                of("row broadcast", new Add(Clamp.NONE), f(d(2, 3), 11, 22, 33, 14, 25, 36), MATRIX, row),
                of("first operand broadcast", new Sub(Clamp.NONE), f(d(2, 3), 9, 8, 7, 16, 15, 14), column, MATRIX),
                of("column broadcast", new Mul(Clamp.NONE), f(d(2, 3), 10, 20, 30, 80, 100, 120), MATRIX, column),
                of("both broadcast", new Div(Clamp.NONE), f(d(2, 3), 1, 0.5f, 1 / 3f, 2, 1, 2 / 3f), column, row),
                of(
                        "scalar, limited",
                        new Add(Clamp.RELU6),
                        f(d(2, 3), 0, 0, 1, 2, 3, 4),
                        MATRIX,
                        TensorData.scalar(-2)),
                of("limited quotient", new Div(new Clamp(0, 2)), f(0.5f, 2, 0), f(1, 9, -1), f(2, 3, 1)),
                of("limited product", new Mul(Clamp.RELU), f(0, 6), f(-1, 2), f(2, 3)),
                of("limited difference", new Sub(Clamp.RELU), f(0, 1), f(1, 3), f(2, 2)),
                of("int64, truncated", new Div(Clamp.NONE), longs(3, -3, 2), longs(7, -7, 6), longs(2, 2, 3)),
                of("int64, broadcast", new Mul(Clamp.NONE), longs(4, 6), longs(2, 3), longs(2)));
    }

    private static Stream<Case> convolutions() {
        // Cross-correlation with [[1, 0], [0, 2]]: x[i, j] + 2·x[i+1, j+1].
        TensorData kernel = f(d(1, 1, 2, 2), 1, 0, 0, 2);
        Conv plain = new Conv(ONE, Padding.none(2), ONE, 1, FIRST, Clamp.NONE);
        Conv same = new Conv(TWO, Padding.SAME_UPPER, ONE, 1, FIRST, Clamp.NONE);
        Conv dilated = new Conv(ONE, Padding.none(2), TWO, 1, FIRST, Clamp.NONE);
        Conv line = new Conv(List.of(1), Padding.explicit(List.of(1), List.of(0)), List.of(1), 1, FIRST, Clamp.NONE);
        Conv depthwise = new Conv(ONE, Padding.none(2), ONE, 2, LAST, new Clamp(0, 20));
        ConvTranspose up = new ConvTranspose(TWO, Padding.none(2), List.of(), ONE, 1, FIRST, Clamp.NONE);
        ConvTranspose cropped = new ConvTranspose(TWO, Padding.explicit(ONE, ONE), ONE, ONE, 1, LAST, Clamp.RELU);
        TensorData square = f(d(1, 1, 2, 2), 1, 2, 3, 4);
        return Stream.of(
                of("with bias", plain, f(d(1, 1, 2, 2), 11.5f, 14.5f, 20.5f, 23.5f), IMAGE, kernel, f(0.5f)),
                // Stride 2, one row and column of padding after the image.
                of("same padding", same, f(d(1, 1, 2, 2), 11, 3, 7, 9), IMAGE, kernel),
                of("dilated", dilated, f(d(1, 1, 1, 1), 1 + 18), IMAGE, kernel),
                of(
                        "one axis, padded before",
                        line,
                        f(d(1, 1, 3), 3, 8, 13),
                        f(d(1, 1, 3), 1, 2, 3),
                        f(d(1, 1, 2), 2, 3)),
                // Channel 0 times 3, channel 1 times 7, limited to 20.
                of(
                        "depthwise, channels last, limited",
                        depthwise,
                        f(d(1, 1, 2, 2), 3, 20, 6, 20),
                        f(d(1, 1, 2, 2), 1, 5, 2, 6),
                        f(d(2, 1, 1, 1), 3, 7)),
                // Each input element paints the 2×2 kernel, tiles side by side.
                of("tiles", up, f(d(1, 1, 4, 4), 1, 0, 2, 0, 0, 2, 0, 4, 3, 0, 4, 0, 0, 6, 0, 8), square, kernel),
                // The same tiles, one row and column less on each side and one more at the end, where nothing is
                // painted; then ReLU.
                of(
                        "cropped, output padding",
                        cropped,
                        f(d(1, 3, 3, 1), 2, 0, 4, 0, 4, 0, 6, 0, 8),
                        f(d(1, 2, 2, 1), 1, 2, 3, 4),
                        kernel,
                        f(0)));
    }

    private static Stream<Case> pools() {
        MaxPool max = new MaxPool(TWO, TWO, Padding.none(2), ONE, true, FIRST);
        AveragePool mean = new AveragePool(TWO, TWO, Padding.SAME_UPPER, ONE, false, false, FIRST);
        AveragePool counted = new AveragePool(TWO, TWO, Padding.explicit(ONE, List.of(0, 0)), ONE, false, true, FIRST);
        AveragePool reaching = new AveragePool(TWO, TWO, Padding.none(2), ONE, true, true, FIRST);
        TensorData lastTwo = f(d(1, 2, 2, 2), 1, -1, 2, -2, 3, -3, 4, -4);
        return Stream.of(
                of("last window partly outside", max, f(d(1, 1, 2, 2), 5, 6, 8, 9), IMAGE),
                of("padding not counted", mean, f(d(1, 1, 2, 2), 3, 4.5f, 7.5f, 9), IMAGE),
                of("padding counted", counted, f(d(1, 1, 2, 2), 0.25f, 1.25f, 2.75f, 7), IMAGE),
                of("nothing counted beyond the padding", reaching, f(d(1, 1, 2, 2), 3, 4.5f, 7.5f, 9), IMAGE),
                of("of codes", new GlobalMaxPool(LAST), codes(4, 7), codes(4, -9, 3, 7)),
                of("of a channel", new GlobalAveragePool(FIRST), f(d(1, 1, 1, 1), 5), IMAGE),
                of("channels last", new GlobalAveragePool(LAST), f(d(1, 1, 1, 2), 2.5f, -2.5f), lastTwo),
                of("channels last", new GlobalMaxPool(LAST), f(d(1, 1, 1, 2), 4, -1), lastTwo));
    }

    /** An int8 image of one row, {@code [1, 1, width, channels]}, of two channels; a single pair is the whole image. */
    private static TensorData codes(int... values) {
        byte[] b = new byte[values.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = (byte) values[i];
        }
        return TensorData.ofBytes(DataType.INT8, Shape.of(1, 1, values.length / 2, 2), b);
    }

    private static Stream<Case> matrices() {
        TensorData b = f(d(3, 2), 1, 0, 0, 1, 1, 1);
        Gemm full = new Gemm(false, true, 0.5f, 2, Clamp.RELU);
        Gemm plain = new Gemm(false, false, 1, 1, new Clamp(-INF, 10));
        Gemm both = new Gemm(true, false, 1, 1, Clamp.NONE);
        return Stream.of(
                of("row bias, limited", plain, f(d(2, 2), 5, 7, 10, 10), MATRIX, b, f(1, 2)),
                // ½·A·B' + 2·C, C a column: A·B' = [[4, 5], [10, 11]].
                of(
                        "scaled, transposed",
                        full,
                        f(d(2, 2), 4, 4.5f, 0, 0),
                        MATRIX,
                        f(d(2, 3), 1, 0, 1, 0, 1, 1),
                        f(d(2, 1), 1, -4)),
                of("A transposed", both, f(d(3, 1), 9, 12, 15), MATRIX, f(d(2, 1), 1, 2)),
                of("bias", new MatMul(Clamp.NONE), f(d(2, 2), 5, 6, 11, 12), MATRIX, b, f(1, 1)),
                of(
                        "batches",
                        new MatMul(Clamp.NONE),
                        f(d(2, 1, 1), 11, 25),
                        f(d(2, 1, 2), 1, 2, 3, 4),
                        f(d(2, 2, 1), 3, 4, 3, 4)),
                of(
                        "weights broadcast over batches",
                        new MatMul(Clamp.RELU),
                        f(d(2, 1, 1), 0, 1),
                        f(d(2, 1, 2), 1, 2, 3, 2),
                        f(d(2, 1), 1, -1)),
                of("vectors", new MatMul(Clamp.NONE), TensorData.scalar(32), f(1, 2, 3), f(4, 5, 6)));
    }

    private static Stream<Case> shapes() {
        TensorData cube = f(d(1, 2, 3), 1, 2, 3, 4, 5, 6);
        return Stream.of(
                of(
                        "one dimension open, one kept",
                        new Reshape(false),
                        f(d(1, 6), 1, 2, 3, 4, 5, 6),
                        cube,
                        longs(0, -1)),
                of("zero allowed", new Reshape(true), f(d(0, 3)), f(d(3, 0)), longs(0, 3)),
                of("before and after", new Flatten(2), f(d(2, 3), 1, 2, 3, 4, 5, 6), cube),
                of("negative axis", new Flatten(-3), f(d(1, 6), 1, 2, 3, 4, 5, 6), cube),
                of("all of length 1", new Squeeze(), f(d(2, 3), 1, 2, 3, 4, 5, 6), cube),
                of("given axes", new Squeeze(), f(d(2, 3), 1, 2, 3, 4, 5, 6), cube, longs(-3)),
                of("given places", new Unsqueeze(), f(d(1, 2, 3, 1), 1, 2, 3, 4, 5, 6), MATRIX, longs(0, -1)),
                of("unchanged", new Identity(), MATRIX, MATRIX),
                of("all", new ShapeOf(0, Integer.MAX_VALUE), longs(1, 2, 3), cube),
                of("a part", new ShapeOf(-2, -1), longs(2), cube),
                of("toward zero", new Cast(DataType.INT64), longs(-1, 2), f(-1.9f, 2.9f)),
                of(
                        "to truth",
                        new Cast(DataType.BOOL),
                        TensorData.ofBytes(DataType.BOOL, Shape.of(2), (byte) 0, (byte) 1),
                        f(0, 0.5f)),
                of(
                        "half to even",
                        new Cast(DataType.FLOAT16),
                        // 1 + 2^-11 lies between 1 and its neighbour 1 + 2^-10.
                        TensorData.ofShorts(DataType.FLOAT16, Shape.of(2), (short) 0x3C00, (short) 0xC000),
                        f(1.00048828125f, -2)));
    }

    private static Stream<Case> movement() {
        TensorData row = f(1, 2, 3);
        return Stream.of(
                of("rows to columns", new Transpose(List.of()), f(d(3, 2), 1, 4, 2, 5, 3, 6), MATRIX),
                of("of axes", new Transpose(List.of(1, 0, 2)), f(d(2, 1, 2), 1, 2, 3, 4), f(d(1, 2, 2), 1, 2, 3, 4)),
                of("of a middle part", new Slice(), f(d(2, 1), 2, 5), MATRIX, longs(1), longs(2), longs(1)),
                of(
                        "backwards",
                        new Slice(),
                        f(d(2, 2), 6, 4, 3, 1),
                        MATRIX,
                        longs(-1, -1),
                        longs(-9, -9),
                        longs(0, 1),
                        longs(-1, -2)),
                of("past the end", new Slice(), f(d(1, 3), 4, 5, 6), MATRIX, longs(1), longs(Long.MAX_VALUE)),
                of("of columns, from the end", new Gather(1), f(d(2, 2), 3, 1, 6, 4), MATRIX, longs(-1, 0)),
                of("index of rank 0", new Gather(0), f(4, 5, 6), MATRIX, TensorData.ofLongs(Shape.SCALAR, 1)),
                of("columns", new Concat(-1), f(d(2, 4), 1, 2, 3, 7, 4, 5, 6, 8), MATRIX, f(d(2, 1), 7, 8)),
                of("three vectors", new Concat(0), f(1, 2, 3, 4, 1), row, f(4), f(1)),
                of("constant", new Pad(PadMode.CONSTANT), f(9, 1, 2, 3, 9, 9), row, longs(1, 2), TensorData.scalar(9)),
                of("zero, cropping", new Pad(PadMode.CONSTANT), f(2, 3, 0), row, longs(-1, 1)),
                of("reflection", new Pad(PadMode.REFLECT), f(3, 2, 1, 2, 3, 2), row, longs(2, 1)),
                of(
                        "edge of one axis",
                        new Pad(PadMode.EDGE),
                        f(d(2, 4), 1, 1, 2, 3, 4, 4, 5, 6),
                        MATRIX,
                        longs(1, 0),
                        null,
                        longs(1)),
                of("other side", new Pad(PadMode.WRAP), f(3, 1, 2, 3, 1), row, longs(1, 1)),
                of("mirrored with the edge", new Pad(PadMode.SYMMETRIC), f(2, 1, 1, 2, 3, 3), row, longs(2, 1)));
    }

    private static Resize resize(Resize.Mode mode, Resize.Coordinates coordinates, Resize.Nearest nearest) {
        return new Resize(mode, coordinates, nearest, -0.75f, false, 0, false);
    }

    private static Stream<Case> resizes() {
        Resize floor = resize(Resize.Mode.NEAREST, Resize.Coordinates.ASYMMETRIC, Resize.Nearest.FLOOR);
        Resize half = resize(Resize.Mode.LINEAR, Resize.Coordinates.HALF_PIXEL, Resize.Nearest.ROUND_PREFER_FLOOR);
        Resize corners =
                resize(Resize.Mode.LINEAR, Resize.Coordinates.ALIGN_CORNERS, Resize.Nearest.ROUND_PREFER_FLOOR);
        Resize cubic = resize(Resize.Mode.CUBIC, Resize.Coordinates.HALF_PIXEL, Resize.Nearest.ROUND_PREFER_FLOOR);
        Resize crop = new Resize(
                Resize.Mode.LINEAR,
                Resize.Coordinates.TF_CROP_AND_RESIZE,
                Resize.Nearest.FLOOR,
                -0.75f,
                false,
                10,
                false);
        Resize smooth = new Resize(
                Resize.Mode.LINEAR, Resize.Coordinates.HALF_PIXEL, Resize.Nearest.FLOOR, -0.75f, false, 0, true);
        TensorData line = f(1, 2, 3, 4);
        return Stream.of(
                of("doubled", floor, f(1, 1, 2, 2), f(1, 2), null, f(2)),
                of(
                        "by size",
                        floor,
                        f(d(1, 1, 1, 2), 1, 2),
                        f(d(1, 1, 2, 3), 1, 2, 3, 4, 5, 6),
                        null,
                        null,
                        longs(1, 1, 1, 2)),
                of("half pixels", half, f(1, 1.25f, 1.75f, 2), f(1, 2), null, f(2)),
                of("corners kept", corners, f(1, 2.5f, 4), line, null, null, longs(3)),
                // At 0.5, weights of Keys's kernel with a = -0.75: -0.09375, 0.59375, 0.59375, -0.09375 over 1, 1·, 2,
                // 3 …
                of("cubic", cubic, f(1.40625f, 3.59375f), line, null, f(0.5f)),
                of("cropped, outside filled", crop, f(2.5f, 4, 10), line, f(0.5f, 1.5f), null, longs(3)),
                // Halved with smoothing: tent of width 2 over 1/8, 3/8, 3/8, 1/8, the edge repeated.
                of("smoothed", smooth, f(1.625f, 3.375f), line, null, f(0.5f)));
    }

    private static Stream<Case> reductions() {
        return Stream.of(
                of("of rows", reduce(Reduce.Kind.MEAN, false), f(2, 5), MATRIX, longs(1)),
                of("of all", reduce(Reduce.Kind.SUM, true), f(d(1, 1), 21), MATRIX),
                of("of columns", reduce(Reduce.Kind.MAX, false), f(4, 5, 6), MATRIX, longs(0)),
                of("of nothing", reduce(Reduce.Kind.MAX, false), f(-INF, -INF), f(d(2, 0)), longs(1)),
                of("smallest", reduce(Reduce.Kind.MIN, false), f(1, 4), MATRIX, longs(-1)),
                of("product", reduce(Reduce.Kind.PROD, false), f(6, 120), MATRIX, longs(1)),
                of("absolute", reduce(Reduce.Kind.L1, false), TensorData.scalar(7), f(-3, 4), longs(0)),
                of("length", reduce(Reduce.Kind.L2, true), f(5), f(-3, 4), longs(0)),
                of("log of sum", reduce(Reduce.Kind.LOG_SUM, true), f((float) Math.log(7)), f(3, 4)),
                of("log of sum of exponentials", reduce(Reduce.Kind.LOG_SUM_EXP, true), f(1000.6931f), f(1000, 1000)),
                of("squares", reduce(Reduce.Kind.SUM_SQUARE, true), f(25), f(-3, 4)),
                of("integers", reduce(Reduce.Kind.PROD, true), longs(24), longs(2, 3, 4)),
                of("doubles", reduce(Reduce.Kind.L2, true), doubles(5), doubles(3, 4)),
                of("nothing to do", new Reduce(Reduce.Kind.SUM, true, true), MATRIX, MATRIX),
                of("along an axis", new Softmax(0), f(d(2, 1), 0.5f, 0.5f), f(d(2, 1), 3, 3)),
                of("of the last axis", new Softmax(-1), f(d(1, 2), 0.26894142f, 0.7310586f), f(d(1, 2), 1, 2)),
                // (x - 1) / √(3 + 1) · 4 + 10 and (x - 2) / √(8 + 1) · 3 + 20.
                of(
                        "a factor and a summand a channel",
                        new BatchNormalization(1, FIRST),
                        f(d(1, 2, 1, 2), 10, 12, 20, 21),
                        f(d(1, 2, 1, 2), 1, 2, 2, 3),
                        f(4, 3),
                        f(10, 20),
                        f(1, 2),
                        f(3, 8)),
                of(
                        "channels last",
                        new BatchNormalization(1, LAST),
                        f(d(1, 2, 2), 10, 20, 12, 21),
                        f(d(1, 2, 2), 1, 2, 2, 3),
                        f(4, 3),
                        f(10, 20),
                        f(1, 2),
                        f(3, 8)));
    }

    private static Reduce reduce(Reduce.Kind kind, boolean keepDims) {
        return new Reduce(kind, keepDims, false);
    }

    private static Stream<Case> quantization() {
        QuantParams grid = QuantParams.perTensor(QuantType.INT8, 0.5f, 10);
        QuantParams narrow = QuantParams.perTensor(QuantType.INT8_NARROW, 1, 0);
        QuantParams channels = QuantParams.perChannel(QuantType.INT16, new float[] {1, 0.25f}, new int[] {0, 1}, 0);
        TensorData codes = TensorData.ofBytes(DataType.INT8, Shape.of(3), (byte) -128, (byte) 10, (byte) 127);
        return Stream.of(
                // 0.25 / 0.5 and 0.75 / 0.5 are halfway: to the even codes 0 and 2, plus 10.
                of("halfway to even", new QuantizeLinear(grid), bytes(10, 12, -128, 127), f(0.25f, 0.75f, -100, 100)),
                of("narrow range", new QuantizeLinear(narrow), bytes(-127, 127, -2), f(-128, 300, -1.5f)),
                of(
                        "scale a channel",
                        new QuantizeLinear(channels),
                        TensorData.ofShorts(DataType.INT16, Shape.of(2, 2), (short) 1, (short) 2, (short) 5, (short) 9),
                        f(d(2, 2), 1, 2, 1, 2)),
                of("codes back", new DequantizeLinear(grid), f(-69, 0, 58.5f), codes),
                of(
                        "scale a channel",
                        new DequantizeLinear(channels),
                        f(d(2, 1), 3, 0.5f),
                        TensorData.ofShorts(DataType.INT16, Shape.of(2, 1), (short) 3, (short) 3)),
                of(
                        "to binary16",
                        new RoundToFloat(DataType.FLOAT16),
                        f(1, INF, 0x1p-24f),
                        f(1.00048828125f, 70000, 0x1p-24f)),
                of("to bfloat16", new RoundToFloat(DataType.BFLOAT16), f(1, 1.015625f), f(1.00390625f, 1.01171875f)),
                // Ranges [-1, 1.55] and [0, 5.1] in 255 steps of 0.01 and 0.02.
                of(
                        "a range for each sample",
                        new QuantizePerSample(QuantType.INT8, false),
                        f(d(2, 3), -1, 1.55f, 0.01f, 5.1f, 0.02f, 0),
                        f(d(2, 3), -1, 1.55f, 0.014f, 5.1f, 0.014f, 0)),
                of(
                        "symmetric",
                        new QuantizePerSample(QuantType.INT8_NARROW, true),
                        f(d(1, 2), -127, 3),
                        f(d(1, 2), -127, 2.6f)));
    }

    private static Case function(Unary.Function function, TensorData expected, TensorData x) {
        return of(function.name(), new Unary(function), expected, x);
    }

    private static Stream<Case> functions() {
        float e = (float) Math.E;
        return Stream.of(
                function(Unary.Function.ABS, f(2, 0, 2), f(-2, 0, 2)),
                function(Unary.Function.NEG, longs(2, -3), longs(-2, 3)),
                function(Unary.Function.SIGN, f(-1, 0, 1), f(-7, 0, 0.5f)),
                function(Unary.Function.FLOOR, f(-2, 1), f(-1.5f, 1.5f)),
                function(Unary.Function.CEIL, f(-1, 2), f(-1.5f, 1.5f)),
                function(Unary.Function.ROUND, f(-2, 0, 2, 2), f(-1.5f, 0.5f, 1.5f, 2.5f)),
                function(Unary.Function.SQRT, f(3), f(9)),
                function(Unary.Function.RECIPROCAL, f(0.25f), f(4)),
                function(Unary.Function.EXP, f(1, e), f(0, 1)),
                function(Unary.Function.LOG, f(0, 1), f(1, e)),
                function(Unary.Function.ERF, f(0, 0.8427008f, -0.8427008f), f(0, 1, -1)),
                function(Unary.Function.SIN, f(0, 1), f(0, (float) (Math.PI / 2))),
                function(Unary.Function.COS, f(1, -1), f(0, (float) Math.PI)),
                function(Unary.Function.TAN, f(1), f((float) (Math.PI / 4))),
                function(Unary.Function.ASIN, f((float) (Math.PI / 6)), f(0.5f)),
                function(Unary.Function.ACOS, f((float) (Math.PI / 3)), f(0.5f)),
                function(Unary.Function.ATAN, f((float) (Math.PI / 4)), f(1)),
                function(Unary.Function.SINH, f(0.75f), f((float) Math.log(2))),
                function(Unary.Function.COSH, f(1.25f), f((float) Math.log(2))),
                function(Unary.Function.ASINH, f(-(float) Math.log(2)), f(-0.75f)),
                function(Unary.Function.ACOSH, f((float) Math.log(2)), f(1.25f)),
                function(Unary.Function.ATANH, f((float) Math.log(3) / 2), f(0.5f)),
                function(Unary.Function.SOFTPLUS, f((float) Math.log(2), 100), f(0, 100)),
                function(Unary.Function.SOFTSIGN, f(-0.75f, 0.5f), f(-3, 1)),
                of("exponential below 0", new Elu(2), f(3, -1), f(3, (float) Math.log(0.5))),
                of("of the normal distribution", new Gelu(false), f(0, 0.8413447f), f(0, 1)),
                of("by tanh", new Gelu(true), f(0, 0.8411920f), f(0, 1)),
                of("of truths", new Not(), truths(1, 0), truths(0, 1)));
    }

    private static TensorData truths(int... truths) {
        byte[] b = new byte[truths.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = (byte) truths[i];
        }
        return TensorData.ofBytes(DataType.BOOL, Shape.of(b.length), b);
    }

    private static Stream<Case> comparisons() {
        TensorData x = f(1, 2, 3);
        TensorData y = f(2);
        TensorData yes = truths(0, 0, 1, 1);
        TensorData no = truths(0, 1, 0, 1);
        return Stream.of(
                of("broadcast", new Compare(Compare.Relation.EQUAL), truths(0, 1, 0), x, y),
                of("floats", new Compare(Compare.Relation.GREATER), truths(0, 0, 1), x, y),
                of("floats", new Compare(Compare.Relation.GREATER_OR_EQUAL), truths(0, 1, 1), x, y),
                of("int64", new Compare(Compare.Relation.LESS), truths(1, 0), longs(1, 2), longs(2, 2)),
                of("int64", new Compare(Compare.Relation.LESS_OR_EQUAL), truths(1, 0), longs(2, 3), longs(2, 2)),
                of("truths", new Compare(Compare.Relation.EQUAL), truths(1, 0, 0, 1), yes, no),
                of("both", new Logical(Logical.Connective.AND), truths(0, 0, 0, 1), yes, no),
                of("one at least", new Logical(Logical.Connective.OR), truths(0, 1, 1, 1), yes, no),
                of("one only", new Logical(Logical.Connective.XOR), truths(0, 1, 1, 0), yes, no),
                of("rows chosen", new Where(), f(d(2, 2), 1, 2, 9, 9), truthColumn(), f(d(1, 2), 1, 2), f(9)),
                of("int64", new Where(), longs(1, 5), truths(1, 0), longs(1, 2), longs(4, 5)),
                of("square and root", new Pow(), f(9, 2), f(3, 4), f(2, 0.5f)),
                of("int64", new Pow(), longs(9, 32), longs(3, 2), longs(2, 5)),
                of("sign of the divisor", new Mod(false), longs(2, -2, 1), longs(-7, 7, 7), longs(3, -3, 3)),
                of("sign of the dividend", new Mod(true), f(-1, 1, 0.5f), f(-7, 7, 5.5f), f(3, -3, 2.5f)),
                of("of three", new Extremum(Extremum.Kind.MAX), f(4, 5), f(1, 5), f(4), f(2, 3)),
                of("int64", new Extremum(Extremum.Kind.MIN), longs(1, 4), longs(1, 5), longs(4)),
                of("slope a column", new PRelu(), f(d(2, 2), 1, -4, -3, 4), f(d(2, 2), 1, -2, -3, 4), f(1, 2)));
    }

    private static TensorData truthColumn() {
        return TensorData.ofBytes(DataType.BOOL, Shape.of(2, 1), (byte) 1, (byte) 0);
    }

    private static Stream<Case> lines() {
        TensorData x = f(d(2, 3), 3, 1, 3, 0, 5, 2);
        TensorData one = longs(1);
        return Stream.of(
                of("first of equals", new ArgExtremum(Extremum.Kind.MAX, 1, false, false), longs(0, 1), x),
                of("last of equals", new ArgExtremum(Extremum.Kind.MAX, -1, false, true), longs(2, 1), x),
                of(
                        "axis kept",
                        new ArgExtremum(Extremum.Kind.MIN, 0, true, false),
                        TensorData.ofLongs(Shape.of(1, 3), 1, 0, 1),
                        x),
                of("largest two", new TopK(1, true, true), f(d(2, 2), 3, 3, 5, 2), x, longs(2)),
                of("smallest of columns", new TopK(0, false, true), f(d(1, 3), 0, 1, 2), x, one),
                of("running", new CumulativeSum(false, false), f(d(2, 3), 3, 4, 7, 0, 5, 7), x, one),
                of(
                        "from the end, without itself",
                        new CumulativeSum(true, true),
                        longs(5, 3, 0),
                        longs(1, 2, 3),
                        longs(0)),
                of(
                        "logarithm",
                        new LogSoftmax(-1),
                        f(d(1, 2), (float) -Math.log(2), (float) -Math.log(2)),
                        f(d(1, 2), 7, 7)),
                of(
                        "of columns",
                        new LogSoftmax(0),
                        f(d(2, 1), (float) -Math.log(2), (float) -Math.log(2)),
                        f(d(2, 1), 9, 9)),
                of("first part", new Split(1, 2), f(d(2, 2), 3, 1, 0, 5), x),
                of("given lengths", new Split(-1, 2), f(d(2, 1), 3, 0), x, longs(1, 2)));
    }

    private static Stream<Case> rearrangements() {
        // Four channels of a 1×2 image.
        TensorData depth = f(d(1, 4, 1, 2), 0, 1, 2, 3, 4, 5, 6, 7);
        TensorData depthLast = f(d(1, 1, 1, 8), 0, 1, 2, 3, 4, 5, 6, 7);
        return Stream.of(
                of("rows and columns", new Tile(), f(d(2, 4), 1, 2, 1, 2, 1, 2, 1, 2), f(d(1, 2), 1, 2), longs(2, 2)),
                of("along all axes", new Expand(), f(d(2, 2), 1, 1, 2, 2), f(d(2, 1), 1, 2), longs(1, 2)),
                of("a scalar", new Expand(), f(7, 7), TensorData.scalar(7), longs(2)),
                of("elements", new GatherNd(0), f(2, 6), MATRIX, TensorData.ofLongs(Shape.of(2, 2), 0, 1, -1, 2)),
                of("rows", new GatherNd(0), f(d(1, 3), 4, 5, 6), MATRIX, TensorData.ofLongs(Shape.of(1, 1), 1)),
                of("of each batch", new GatherNd(1), f(2, 6), MATRIX, TensorData.ofLongs(Shape.of(2, 1), 1, 2)),
                of("one depth", new DepthToSpace(2, true, FIRST), f(d(1, 1, 2, 4), 0, 2, 1, 3, 4, 6, 5, 7), depth),
                // Two depths: places of the block outermost (DCR), or innermost (CRD).
                of("depth last", new DepthToSpace(2, true, LAST), f(d(1, 2, 2, 2), 0, 1, 2, 3, 4, 5, 6, 7), depthLast),
                of(
                        "depth first",
                        new DepthToSpace(2, false, LAST),
                        f(d(1, 2, 2, 2), 0, 4, 1, 5, 2, 6, 3, 7),
                        depthLast),
                of("back", new SpaceToDepth(2, FIRST), depth, f(d(1, 1, 2, 4), 0, 2, 1, 3, 4, 6, 5, 7)),
                of("back", new SpaceToDepth(2, LAST), depthLast, f(d(1, 2, 2, 2), 0, 1, 2, 3, 4, 5, 6, 7)),
                of(
                        "a corner, moved inside",
                        new DynamicUpdateSlice(),
                        f(d(2, 3), 1, 2, 3, 4, 8, 9),
                        MATRIX,
                        f(d(1, 2), 8, 9),
                        longs(1, 7)),
                of("last axis", new OneHot(-1), f(d(2, 3), 0, 0, 5, 0, 5, 0), longs(-1, 1), longs(3), f(0, 5)),
                of("first axis", new OneHot(0), f(d(2, 2), 1, 0, 0, 1), longs(0, 1), longs(2), f(0, 1)),
                of("upwards", new Range(), longs(1, 3, 5), scalar(1), scalar(6), scalar(2)),
                of(
                        "downwards",
                        new Range(),
                        f(2, 1.5f),
                        TensorData.scalar(2),
                        TensorData.scalar(1),
                        TensorData.scalar(-0.5f)));
    }

    private static TensorData scalar(long value) {
        return TensorData.ofLongs(Shape.SCALAR, value);
    }

    private static TensorData bytes(int... codes) {
        byte[] b = new byte[codes.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = (byte) codes[i];
        }
        return TensorData.ofBytes(DataType.INT8, Shape.of(b.length), b);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void computesWhatWasWorkedByHand(Case c) {
        check(c, OneNode.run(c.op(), c.operands().toArray(TensorData[]::new)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void computesTheSameWithoutConstants(Case c) {
        check(c, OneNode.runWithoutConstants(c.op(), c.operands().toArray(TensorData[]::new)));
    }

    private static void check(Case c, TensorData result) {
        assertThat(result.type()).isEqualTo(c.expected().type());
        assertThat(result.shape()).isEqualTo(c.expected().shape());
        if (result.type() == DataType.FLOAT32) {
            float[] want = c.expected().toFloats();
            float[] got = result.toFloats();
            for (int i = 0; i < want.length; i++) {
                float tolerance = Float.isInfinite(want[i]) ? 0 : 1e-6f + 1e-6f * Math.abs(want[i]);
                assertThat(got[i])
                        .as("element %d of %s", i, Arrays.toString(got))
                        .isCloseTo(want[i], Offset.offset(tolerance));
            }
        } else {
            assertThat(result).isEqualTo(c.expected());
        }
    }

    @Test
    void everyOperationHasAKernelAndACase() {
        Set<Class<?>> tried = cases().map(c -> c.op().getClass()).collect(Collectors.toSet());
        for (Class<?> op : Op.class.getPermittedSubclasses()) {
            if (op != UnsupportedOp.class) {
                assertThat(Kernels.has(op.asSubclass(Op.class)))
                        .as("kernel of " + op.getSimpleName())
                        .isTrue();
                assertThat(tried).contains(op);
            }
        }
    }
}
