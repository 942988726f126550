package dev.vernier.engine.exec;

import static dev.vernier.engine.exec.KernelCase.d;
import static dev.vernier.engine.exec.KernelCase.f;
import static dev.vernier.engine.exec.KernelCase.of;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Bitwise;
import dev.vernier.engine.graph.op.GatherElements;
import dev.vernier.engine.graph.op.GridSample;
import dev.vernier.engine.graph.op.NonZero;
import dev.vernier.engine.graph.op.ScatterElements;
import dev.vernier.engine.graph.op.ScatterNd;
import dev.vernier.engine.graph.op.ScatterReduction;
import java.util.stream.Stream;

/** Elements taken from places, or put there, which are data themselves; and bits: worked by hand. */
final class PlaceKernelCases {
    private static final TensorData MATRIX = f(d(2, 3), 1, 2, 3, 4, 5, 6);

    private PlaceKernelCases() {}

    static Stream<KernelCase> all() {
        return Stream.of(elements(), slices(), samples(), bits()).flatMap(cases -> cases);
    }

    private static Stream<KernelCase> elements() {
        return Stream.of(
                of("along rows", new GatherElements(1), f(d(2, 2), 3, 1, 5, 5), MATRIX, longs(d(2, 2), -1, 0, 1, 1)),
                of("along columns", new GatherElements(0), f(d(1, 3), 1, 5, 3), MATRIX, longs(d(1, 3), 0, 1, 0)),
                of(
                        "the last update stays",
                        new ScatterElements(1, ScatterReduction.NONE),
                        f(d(2, 3), 8, 2, 7, 4, 9, 6),
                        MATRIX,
                        longs(d(2, 2), 2, 0, 1, 1),
                        f(d(2, 2), 7, 8, 1, 9)),
                of(
                        "added",
                        new ScatterElements(0, ScatterReduction.ADD),
                        f(d(2, 3), 11, 2, 3, 4, 25, 6),
                        MATRIX,
                        longs(d(1, 2), 0, 1),
                        f(d(1, 2), 10, 20)),
                of("not 0", new NonZero(), longs(d(2, 3), 0, 1, 1, 1, 0, 2), f(d(2, 3), 0, 2, 0, 4, 0, -6)));
    }

    private static Stream<KernelCase> slices() {
        return Stream.of(
                of(
                        "rows replaced",
                        new ScatterNd(ScatterReduction.NONE),
                        f(d(2, 3), 1, 2, 3, 7, 8, 9),
                        MATRIX,
                        longs(d(1, 1), -1),
                        f(d(1, 3), 7, 8, 9)),
                of(
                        "elements multiplied",
                        new ScatterNd(ScatterReduction.MUL),
                        f(d(2, 3), 1, 2, 30, 8, 5, 6),
                        MATRIX,
                        longs(d(2, 2), 0, 2, 1, 0),
                        f(10, 2)),
                of(
                        "the larger one",
                        new ScatterNd(ScatterReduction.MAX),
                        longs(9, 5),
                        longs(1, 5),
                        longs(d(2, 1), 0, 1),
                        longs(9, 2)),
                of(
                        "the smaller one",
                        new ScatterNd(ScatterReduction.MIN),
                        longs(1, 2),
                        longs(1, 5),
                        longs(d(2, 1), 0, 1),
                        longs(9, 2)));
    }

    private static Stream<KernelCase> samples() {
        // One row of the elements 10, 20, 40; places in units of elements: 0, 0.5, 2, and one beyond the end.
        TensorData row = f(d(1, 1, 3), 10, 20, 40);
        TensorData places = f(d(1, 4, 1), -1, -0.5f, 1, 2);
        return Stream.of(
                of("between two", sampled(GridSample.Border.ZEROS, true), f(d(1, 1, 4), 10, 15, 40, 0), row, places),
                of("the edge", sampled(GridSample.Border.EDGE, true), f(d(1, 1, 4), 10, 15, 40, 40), row, places),
                of(
                        "reflected",
                        sampled(GridSample.Border.REFLECTION, true),
                        f(d(1, 1, 4), 10, 15, 40, 20),
                        row,
                        places),
                // -1 is the outer edge now: halfway to the zeros outside.
                of("outer edges", sampled(GridSample.Border.ZEROS, false), f(d(1, 1, 1), 5), row, f(d(1, 1, 1), -1)),
                of(
                        "nearest, half to even",
                        new GridSample(GridSample.Mode.NEAREST, GridSample.Border.ZEROS, true),
                        f(d(1, 1, 2), 10, 40),
                        row,
                        f(d(1, 2, 1), -0.5f, 0.5f)),
                // Halfway between the second and third of 0, 1, 1, 0: (-0.09375·0 + 0.59375·1)·2.
                of(
                        "cubic",
                        new GridSample(GridSample.Mode.CUBIC, GridSample.Border.ZEROS, true),
                        f(d(1, 1, 1), 1.1875f),
                        f(d(1, 1, 4), 0, 1, 1, 0),
                        f(d(1, 1, 1), 0)));
    }

    private static GridSample sampled(GridSample.Border border, boolean alignCorners) {
        return new GridSample(GridSample.Mode.LINEAR, border, alignCorners);
    }

    private static Stream<KernelCase> bits() {
        TensorData bytes = TensorData.ofBytes(DataType.UINT8, Shape.of(2), (byte) 0b1100, (byte) 0x81);
        return Stream.of(
                of("and", new Bitwise(Bitwise.Kind.AND), longs(8, -1), longs(12, -1), longs(10, -1)),
                of("or", new Bitwise(Bitwise.Kind.OR), longs(14, 5), longs(12, 1), longs(10, 4)),
                of("xor with a scalar", new Bitwise(Bitwise.Kind.XOR), longs(6, 11), longs(12, 1), longs(10)),
                of(
                        "left, and out",
                        new Bitwise(Bitwise.Kind.SHIFT_LEFT),
                        TensorData.ofBytes(DataType.UINT8, Shape.of(2), (byte) 24, (byte) 2),
                        bytes,
                        TensorData.ofBytes(DataType.UINT8, Shape.of(2), (byte) 1, (byte) 1)),
                of(
                        "right",
                        new Bitwise(Bitwise.Kind.SHIFT_RIGHT),
                        TensorData.ofBytes(DataType.UINT8, Shape.of(2), (byte) 3, (byte) 0x40),
                        bytes,
                        TensorData.ofBytes(DataType.UINT8, Shape.of(2), (byte) 2, (byte) 1)));
    }

    private static TensorData longs(long... values) {
        return KernelCase.longs(values);
    }

    private static TensorData longs(long[] shape, long... values) {
        return TensorData.ofLongs(Shape.of(shape), values);
    }
}
