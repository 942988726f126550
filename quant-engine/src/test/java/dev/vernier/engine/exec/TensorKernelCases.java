package dev.vernier.engine.exec;

import static dev.vernier.engine.exec.KernelCase.d;
import static dev.vernier.engine.exec.KernelCase.doubles;
import static dev.vernier.engine.exec.KernelCase.f;
import static dev.vernier.engine.exec.KernelCase.longs;
import static dev.vernier.engine.exec.KernelCase.of;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.*;
import java.util.List;
import java.util.stream.Stream;

/** Operations on whole tensors, worked by hand: products, shapes, movement of values, reductions. */
final class TensorKernelCases {
    private static final ImageLayout FIRST = ImageLayout.CHANNELS_FIRST;
    private static final ImageLayout LAST = ImageLayout.CHANNELS_LAST;
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final TensorData MATRIX = f(d(2, 3), 1, 2, 3, 4, 5, 6);

    private TensorKernelCases() {}

    static Stream<KernelCase> all() {
        return Stream.of(matrices(), shapes(), movement(), reductions(), lines(), rearrangements())
                .flatMap(cases -> cases);
    }

    private static Stream<KernelCase> matrices() {
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

    private static Stream<KernelCase> shapes() {
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

    private static Stream<KernelCase> movement() {
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

    private static Stream<KernelCase> reductions() {
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

    private static Stream<KernelCase> lines() {
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

    private static Stream<KernelCase> rearrangements() {
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
}
