package dev.vernier.engine.exec;

import static dev.vernier.engine.exec.KernelCase.d;
import static dev.vernier.engine.exec.KernelCase.doubles;
import static dev.vernier.engine.exec.KernelCase.f;
import static dev.vernier.engine.exec.KernelCase.longs;
import static dev.vernier.engine.exec.KernelCase.of;
import static dev.vernier.engine.exec.KernelCase.truths;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.*;
import java.util.stream.Stream;

/** Operations on each element by itself, worked by hand: functions, arithmetic, comparisons, quantization. */
final class ElementwiseKernelCases {
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final TensorData MATRIX = f(d(2, 3), 1, 2, 3, 4, 5, 6);

    private ElementwiseKernelCases() {}

    static Stream<KernelCase> all() {
        return Stream.of(elementwise(), binary(), functions(), comparisons(), quantization())
                .flatMap(cases -> cases);
    }

    private static Stream<KernelCase> elementwise() {
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

    private static Stream<KernelCase> binary() {
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

    private static Stream<KernelCase> quantization() {
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
                of(
                        "to 8 bits with 3 of mantissa",
                        new RoundToFloat(DataType.FLOAT8E4M3FN, 0.5f),
                        f(0.5f, 224, -0.5625f, 0),
                        f(0.53f, 300, -0.54f, 0.0004f)),
                of(
                        "to 8 bits with 2 of mantissa",
                        new RoundToFloat(DataType.FLOAT8E5M2, 2),
                        f(2, -2.5f, 114688),
                        f(2.2f, -2.3f, 1e9f)),
                // Rows of 3 in blocks of 2 and 1.
                of(
                        "rows of blocks",
                        new DequantizeRows(2),
                        f(d(2, 3), 0.5f, 1, 30, 16, 20, -6),
                        TensorData.ofBytes(
                                DataType.INT8, Shape.of(2, 3), (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte)
                                        -6),
                        f(d(2, 2), 0.5f, 10, 4, 1)),
                of(
                        "rows with zero points",
                        new DequantizeRows(3),
                        f(d(2, 2), 0, 0.5f, 5, 6),
                        TensorData.ofBytes(DataType.INT4, Shape.of(2, 2), (byte) 1, (byte) 2, (byte) 3, (byte) 4),
                        f(d(2, 1), 0.5f, 1),
                        TensorData.ofBytes(DataType.INT4, Shape.of(2, 1), (byte) 1, (byte) -2)),
                of(
                        "rows of 8-bit floats",
                        new DequantizeRows(2),
                        f(d(1, 2), 2, -896),
                        TensorData.ofBytes(DataType.FLOAT8E4M3FN, Shape.of(1, 2), (byte) 0x38, (byte) 0xFE),
                        f(d(1, 1), 2)),
                of("to bfloat16", new RoundToFloat(DataType.BFLOAT16), f(1, 1.015625f), f(1.00390625f, 1.01171875f)),
                of(
                        "to steps and a quarter",
                        new FixedPointRescale(QuantParams.perTensor(QuantType.INT8, 0.5f, 0)),
                        f(0.625f, -0.375f),
                        f(0.7f, -0.7f)),
                of(
                        "a step a channel",
                        new FixedPointRescale(
                                QuantParams.perChannel(QuantType.INT8, new float[] {1, 2}, new int[] {0, 0}, 1)),
                        f(d(1, 2), 3.25f, 4.5f),
                        f(d(1, 2), 3.4f, 3.4f)),
                // To the steps 1 and -3, then a quarter of 0.5 away from -2.
                of("away from -2", new RoundAwayFrom(-2, 0.5f), f(1.125f, -3.125f), f(1.1f, -2.9f)),
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

    private static KernelCase function(Unary.Function function, TensorData expected, TensorData x) {
        return of(function.name(), new Unary(function), expected, x);
    }

    private static Stream<KernelCase> functions() {
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

    private static Stream<KernelCase> comparisons() {
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

    private static TensorData bytes(int... codes) {
        byte[] b = new byte[codes.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = (byte) codes[i];
        }
        return TensorData.ofBytes(DataType.INT8, Shape.of(b.length), b);
    }
}
