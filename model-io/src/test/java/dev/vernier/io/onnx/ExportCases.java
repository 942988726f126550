package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** At least one node of every operation that has an ONNX form. */
public final class ExportCases {
    private static final List<Integer> ONES = List.of(1, 1);
    private static final List<Integer> TWOS = List.of(2, 2);
    private static final List<Integer> THREES = List.of(3, 3);

    private ExportCases() {}

    public static Stream<ExportCase> all() {
        List<ExportCase> cases = new ArrayList<>();
        images(cases);
        matrices(cases);
        elementwise(cases);
        movement(cases);
        selection(cases);
        PlaceExportCases.addTo(cases);
        ControlFlowExportCases.addTo(cases);
        recurrent(cases);
        quantization(cases);
        return cases.stream();
    }

    private static void images(List<ExportCase> cases) {
        for (ImageLayout layout : ImageLayout.values()) {
            TensorData image = layout == ImageLayout.CHANNELS_FIRST ? noise(1, 4, 7, 6) : noise(1, 7, 6, 4);
            cases.add(ExportCase.of(new Conv(ONES, Padding.VALID, ONES, 1, layout, Clamp.NONE))
                    .input(image)
                    .constant(noise(8, 4, 3, 3)));
            cases.add(ExportCase.of(new Conv(
                            List.of(2, 1), Padding.explicit(List.of(1, 0), List.of(0, 2)), TWOS, 2, layout, Clamp.RELU))
                    .input(image)
                    .constant(noise(6, 2, 2, 3))
                    .constant(noise(6)));
            cases.add(ExportCase.of(new Conv(TWOS, Padding.SAME_UPPER, ONES, 4, layout, new Clamp(-0.5f, 0.75f)))
                    .input(image)
                    .constant(noise(4, 1, 3, 3))
                    .constant(noise(4)));
            cases.add(
                    ExportCase.of(new ConvTranspose(TWOS, Padding.none(2), List.of(1, 0), ONES, 1, layout, Clamp.NONE))
                            .input(image)
                            .constant(noise(4, 3, 3, 3))
                            .constant(noise(3)));
            cases.add(ExportCase.of(new MaxPool(TWOS, TWOS, Padding.VALID, ONES, false, layout))
                    .input(image));
            cases.add(ExportCase.of(new MaxPool(THREES, TWOS, Padding.SAME_LOWER, ONES, false, layout))
                    .input(image));
            cases.add(ExportCase.of(new AveragePool(THREES, TWOS, Padding.SAME_UPPER, ONES, false, false, layout))
                    .input(image));
            cases.add(ExportCase.of(
                            new AveragePool(THREES, ONES, Padding.explicit(ONES, ONES), TWOS, false, true, layout))
                    .input(image));
            cases.add(ExportCase.of(new GlobalAveragePool(layout)).input(image));
            cases.add(ExportCase.of(new GlobalMaxPool(layout)).input(image));
            cases.add(ExportCase.of(new BatchNormalization(1e-3f, layout))
                    .input(image)
                    .constant(noise(4))
                    .constant(noise(4))
                    .constant(noise(4))
                    .constant(positive(4)));
            TensorData deep = layout == ImageLayout.CHANNELS_FIRST ? noise(1, 8, 2, 3) : noise(1, 2, 3, 8);
            cases.add(ExportCase.of(new DepthToSpace(2, true, layout)).input(deep));
            cases.add(ExportCase.of(new DepthToSpace(2, false, layout)).input(deep));
            TensorData even = layout == ImageLayout.CHANNELS_FIRST ? noise(1, 2, 4, 6) : noise(1, 4, 6, 2);
            cases.add(ExportCase.of(new SpaceToDepth(2, layout)).input(even));
        }
        cases.add(ExportCase.of(new Resize(
                        Resize.Mode.NEAREST,
                        Resize.Coordinates.ASYMMETRIC,
                        Resize.Nearest.FLOOR,
                        -0.75f,
                        false,
                        0,
                        false))
                .input(noise(1, 2, 3, 3))
                .leftOut()
                .constant(TensorData.ofFloats(Shape.of(4), 1, 1, 2, 2)));
        cases.add(ExportCase.of(new Resize(
                        Resize.Mode.LINEAR,
                        Resize.Coordinates.HALF_PIXEL,
                        Resize.Nearest.ROUND_PREFER_FLOOR,
                        -0.75f,
                        false,
                        0,
                        false))
                .input(noise(1, 2, 3, 3))
                .leftOut()
                .leftOut()
                .constant(longs(1, 2, 5, 4)));
    }

    private static void matrices(List<ExportCase> cases) {
        cases.add(ExportCase.of(new Gemm(false, true, 1, 1, Clamp.NONE))
                .input(noise(3, 4))
                .constant(noise(5, 4))
                .constant(noise(5)));
        cases.add(ExportCase.of(new Gemm(true, false, 0.5f, 2, Clamp.RELU))
                .input(noise(4, 3))
                .constant(noise(4, 5))
                .constant(noise(3, 5)));
        cases.add(ExportCase.of(new MatMul(Clamp.NONE)).input(noise(2, 3, 4)).constant(noise(4, 5)));
        cases.add(ExportCase.of(new MatMul(Clamp.RELU6))
                .input(noise(2, 3, 4))
                .constant(noise(4, 5))
                .constant(noise(5)));
        cases.add(ExportCase.of(new MatMul(Clamp.NONE)).input(noise(2, 3, 4)).input(noise(2, 4, 3)));
    }

    private static void elementwise(List<ExportCase> cases) {
        for (Op op : List.of(
                new Add(Clamp.NONE),
                new Sub(Clamp.RELU),
                new Mul(Clamp.RELU6),
                new Div(Clamp.NONE),
                new Mod(false),
                new Mod(true),
                new Extremum(Extremum.Kind.MAX),
                new Extremum(Extremum.Kind.MIN))) {
            cases.add(ExportCase.of(op).input(noise(2, 3, 4)).input(noise(3, 1)));
        }
        cases.add(ExportCase.of(new Mod(false)).input(longs(7, -7, 5)).input(longs(3, 3, -3)));
        cases.add(ExportCase.of(new Pow()).input(positive(2, 3)).constant(noise(3)));
        for (Compare.Relation relation : Compare.Relation.values()) {
            cases.add(ExportCase.of(new Compare(relation)).input(longs(1, 2, 3)).input(longs(3, 2, 1)));
        }
        for (Logical.Connective connective : Logical.Connective.values()) {
            cases.add(ExportCase.of(new Logical(connective))
                    .input(truths(1, 1, 0, 0))
                    .input(truths(1, 0, 1, 0)));
        }
        cases.add(ExportCase.of(new Not()).input(truths(1, 0)));
        cases.add(ExportCase.of(new Where())
                .input(truths(1, 0, 1))
                .input(noise(2, 3))
                .input(noise(3)));
        for (Unary.Function function : Unary.Function.values()) {
            boolean fromOne = function == Unary.Function.ACOSH;
            TensorData x = fromOne ? TensorData.ofFloats(Shape.of(3), 1, 1.5f, 4) : fractions();
            cases.add(ExportCase.of(new Unary(function)).input(x));
        }
        for (Op op : List.of(
                new Relu(),
                new Sigmoid(),
                new Tanh(),
                new HardSwish(),
                new Identity(),
                new Clip(-0.5f, 0.25f),
                new Clip(Float.NEGATIVE_INFINITY, 0.25f),
                new LeakyRelu(0.1f),
                new Elu(0.7f),
                new HardSigmoid(0.3f, 0.4f),
                new Softmax(1),
                new Softmax(-1),
                new LogSoftmax(1),
                new Gelu(true),
                new Gelu(false),
                new Cast(DataType.INT32),
                new RoundToFloat(DataType.FLOAT16),
                new RoundToFloat(DataType.FLOAT8E4M3FN, 0.005f),
                new RoundToFloat(DataType.FLOAT8E5M2, 3e-5f),
                new FixedPointRescale(QuantParams.perTensor(QuantType.INT8, 0.5f, 0)),
                new FixedPointRescale(
                        QuantParams.perChannel(QuantType.INT8, new float[] {0.25f, 0.5f, 1}, new int[3], 1)),
                new RoundAwayFrom(-0.5f, 0.125f))) {
            cases.add(ExportCase.of(op).input(noise(2, 3, 4)));
        }
        cases.add(ExportCase.of(new LayerNormalization(1, 1e-3f))
                .input(noise(2, 3, 4))
                .constant(noise(3, 4))
                .constant(noise(3, 4)));
        cases.add(ExportCase.of(new RmsNormalization(-1, 1e-3f))
                .input(noise(2, 3, 4))
                .constant(noise(4)));
        cases.add(ExportCase.of(new PRelu()).input(noise(2, 3, 4)).constant(noise(3, 1)));
        for (Reduce.Kind kind : Reduce.Kind.values()) {
            cases.add(ExportCase.of(new Reduce(kind, true, false))
                    .input(positive(2, 3, 4))
                    .constant(longs(1)));
            cases.add(ExportCase.of(new Reduce(kind, false, false)).input(positive(2, 3, 4)));
        }
        cases.add(ExportCase.of(new Reduce(Reduce.Kind.MEAN, false, true))
                .input(positive(2, 3))
                .input(longs(0)));
    }

    private static void movement(List<ExportCase> cases) {
        cases.add(ExportCase.of(new Reshape(false)).input(noise(2, 3, 4)).constant(longs(0, -1)));
        cases.add(ExportCase.of(new Reshape(true)).input(noise(2, 6)).constant(longs(3, 4)));
        cases.add(ExportCase.of(new Flatten(2)).input(noise(2, 3, 4)));
        cases.add(ExportCase.of(new Transpose(List.of(2, 0, 1))).input(noise(2, 3, 4)));
        cases.add(ExportCase.of(new Squeeze()).input(noise(2, 1, 4)).constant(longs(1)));
        cases.add(ExportCase.of(new Unsqueeze()).input(noise(2, 4)).constant(longs(0, 3)));
        cases.add(ExportCase.of(new Concat(1))
                .input(noise(2, 3))
                .input(noise(2, 2))
                .constant(noise(2, 1)));
        cases.add(ExportCase.of(new Split(1, 2)).input(noise(2, 4)).results(2));
        cases.add(ExportCase.of(new Split(1, 2)).input(noise(2, 5)).results(2));
        cases.add(ExportCase.of(new Split(0, 2))
                .input(noise(4, 2))
                .constant(longs(1, 3))
                .results(2));
        cases.add(ExportCase.of(new Slice())
                .input(noise(4, 5))
                .constant(longs(3, 0))
                .constant(longs(0, 4))
                .constant(longs(0, 1))
                .constant(longs(-1, 2)));
        for (PadMode mode : List.of(PadMode.REFLECT, PadMode.EDGE, PadMode.WRAP)) {
            cases.add(ExportCase.of(new Pad(mode)).input(noise(3, 4)).constant(longs(1, 0, 2, 1)));
        }
        cases.add(ExportCase.of(new Pad(PadMode.CONSTANT))
                .input(noise(3, 4))
                .constant(longs(1, 2))
                .constant(TensorData.scalar(0.5f))
                .constant(longs(-1)));
        cases.add(ExportCase.of(new Expand()).input(noise(3, 1)).constant(longs(2, 1, 4)));
        cases.add(ExportCase.of(new Tile()).input(noise(2, 3)).constant(longs(2, 1)));
        cases.add(ExportCase.of(new ShapeOf(0, Integer.MAX_VALUE)).input(noise(2, 3)));
        cases.add(ExportCase.of(new ShapeOf(1, 2)).input(noise(2, 3)));
    }

    private static void selection(List<ExportCase> cases) {
        cases.add(ExportCase.of(new Gather(1)).input(noise(2, 5)).constant(longs(4, 0, -1)));
        cases.add(ExportCase.of(new GatherNd(0))
                .input(noise(3, 4))
                .constant(TensorData.ofLongs(Shape.of(2, 2), 0, 3, 2, 1)));
        cases.add(ExportCase.of(new TopK(1, false, true))
                .input(noise(2, 5))
                .constant(longs(3))
                .results(2));
        for (Extremum.Kind kind : Extremum.Kind.values()) {
            cases.add(ExportCase.of(new ArgExtremum(kind, 1, false, true))
                    .input(TensorData.ofFloats(Shape.of(1, 4), 1, 3, 1, 3)));
        }
        cases.add(ExportCase.of(new OneHot(-1))
                .input(longs(2, 0))
                .constant(TensorData.ofLongs(Shape.SCALAR, 3))
                .constant(TensorData.ofFloats(Shape.of(2), -1, 5)));
        cases.add(ExportCase.of(new Range())
                .input(TensorData.ofLongs(Shape.SCALAR, 2))
                .constant(TensorData.ofLongs(Shape.SCALAR, 11))
                .constant(TensorData.ofLongs(Shape.SCALAR, 3)));
        cases.add(ExportCase.of(new CumulativeSum(true, true))
                .input(noise(2, 5))
                .constant(TensorData.ofLongs(Shape.SCALAR, 1)));
    }

    private static void recurrent(List<ExportCase> cases) {
        List<GateFunction> lstm = List.of(GateFunction.SIGMOID, GateFunction.TANH, GateFunction.TANH);
        List<GateFunction> gru = List.of(
                new GateFunction(GateFunction.Kind.HARD_SIGMOID, 0.25f, 0.45f),
                new GateFunction(GateFunction.Kind.LEAKY_RELU, 0.1f, 0));
        for (boolean batchFirst : List.of(false, true)) {
            TensorData x = batchFirst ? noise(2, 3, 4) : noise(3, 2, 4);
            TensorData state = batchFirst ? noise(2, 1, 5) : noise(1, 2, 5);
            cases.add(ExportCase.of(
                            new Lstm(5, RecurrentDirection.REVERSE, lstm, Float.POSITIVE_INFINITY, false, batchFirst))
                    .input(x)
                    .constant(noise(1, 20, 4))
                    .constant(noise(1, 20, 5))
                    .constant(noise(1, 40))
                    .leftOut()
                    .input(state)
                    .input(state)
                    .results(3));
            cases.add(ExportCase.of(
                            new Gru(5, RecurrentDirection.FORWARD, gru, Float.POSITIVE_INFINITY, true, batchFirst))
                    .input(x)
                    .constant(noise(1, 15, 4))
                    .constant(noise(1, 15, 5))
                    .constant(noise(1, 30))
                    .results(2));
            cases.add(ExportCase.of(new Rnn(
                            5,
                            RecurrentDirection.BIDIRECTIONAL,
                            List.of(GateFunction.TANH, GateFunction.RELU),
                            3f,
                            batchFirst))
                    .input(x)
                    .constant(noise(2, 5, 4))
                    .constant(noise(2, 5, 5))
                    .results(2));
        }
    }

    private static void quantization(List<ExportCase> cases) {
        QuantParams affine = QuantParams.perTensor(QuantType.INT8, 0.013f, -20);
        QuantParams wide = QuantParams.perTensor(QuantType.INT16_NARROW, 1e-4f, 0);
        QuantParams few = QuantParams.perTensor(QuantType.signed(5, false), 0.1f, 3);
        QuantParams channels =
                QuantParams.perChannel(QuantType.INT8_NARROW, new float[] {0.1f, 0.2f, 0.3f}, new int[3], 0);
        for (QuantParams grid : List.of(affine, wide, few)) {
            cases.add(ExportCase.of(new QuantizeLinear(grid)).input(noise(3, 4)));
            cases.add(ExportCase.of(new DequantizeLinear(grid)).input(codes(grid.type(), 3, 4)));
        }
        cases.add(ExportCase.of(new DequantizeLinear(channels)).constant(codes(channels.type(), 3, 4)));
        QuantParams nibbles = QuantParams.perTensor(QuantType.signed(4, true), 0.25f, 0);
        cases.add(ExportCase.of(new DequantizeLinear(nibbles)).constant(codes(nibbles.type(), 3, 5)));
        rows(cases);
        cases.add(ExportCase.of(new QuantizePerSample(QuantType.INT8, false)).input(noise(1, 12)));
    }

    private static void rows(List<ExportCase> cases) {
        for (int bits : new int[] {2, 4, 8, 16}) {
            QuantType type = QuantType.signed(bits, true);
            for (int block : new int[] {2, 5}) { // of rows of 5: blocks of 2, 2 and 1; one scale a row
                cases.add(ExportCase.of(new DequantizeRows(block))
                        .constant(codes(type, 3, 5))
                        .constant(noise(3, (5 + block - 1) / block)));
            }
        }
        cases.add(ExportCase.of(new DequantizeRows(2))
                .constant(codes(QuantType.INT8, 3, 5))
                .constant(noise(3, 3))
                .constant(codes(QuantType.INT8, 3, 3)));
        for (Float8 format : new Float8[] {Float8.E4M3FN, Float8.E5M2}) {
            byte[] numbers = new byte[120];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (byte) (i % 2 == 0 ? i : i | 0x80);
            }
            cases.add(ExportCase.of(new DequantizeRows(60))
                    .constant(TensorData.ofBytes(format.type(), Shape.of(2, 60), numbers))
                    .constant(TensorData.ofFloats(Shape.of(2, 1), 0.5f, 1e-3f)));
        }
    }

    private static TensorData codes(QuantType type, long... dims) {
        Shape shape = Shape.of(dims);
        int[] values = new Random(3)
                .ints(shape.elementCount(), type.qMin(), type.qMax() + 1)
                .toArray();
        return TensorData.ofCodes(type.storage(), shape, values);
    }

    static TensorData noise(long... dims) {
        Shape shape = Shape.of(dims);
        Random random = new Random(shape.hashCode());
        float[] values = new float[(int) shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return TensorData.ofFloats(shape, values);
    }

    private static TensorData positive(long... dims) {
        float[] values = noise(dims).toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]) + 0.1f;
        }
        return TensorData.ofFloats(Shape.of(dims), values);
    }

    /** In (0, 1): where every function but acosh is a number. */
    private static TensorData fractions() {
        return TensorData.ofFloats(Shape.of(2, 2), 0.125f, 0.3f, 0.5f, 0.875f);
    }

    static TensorData longs(long... values) {
        return TensorData.ofLongs(Shape.of(values.length), values);
    }

    private static TensorData truths(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return TensorData.ofBytes(DataType.BOOL, Shape.of(bytes.length), bytes);
    }
}
