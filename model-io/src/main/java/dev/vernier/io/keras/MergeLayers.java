package dev.vernier.io.keras;

import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Extremum;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unary;
import dev.vernier.engine.graph.op.Unsqueeze;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Layers that join several tensors. */
final class MergeLayers {
    private MergeLayers() {}

    /** {@code op} over all operands, from the first to the last. */
    static List<String> all(LayerEmitter emit, Op op) {
        return List.of(emit.main(op, pair(emit, op)));
    }

    /** All operands but the last joined by {@code op}, and the last. */
    private static String[] pair(LayerEmitter emit, Op op) {
        List<String> operands = aligned(emit);
        if (operands.size() < 2) {
            throw new UnsupportedLayer("with " + operands.size() + " tensors");
        }
        String left = operands.get(0);
        for (int i = 1; i < operands.size() - 1; i++) {
            left = emit.helper("of_" + (i + 1), op, left, operands.get(i));
        }
        return new String[] {left, operands.get(operands.size() - 1)};
    }

    static List<String> subtract(LayerEmitter emit) {
        if (emit.operands().size() != 2) {
            throw new UnsupportedLayer("with " + emit.operands().size() + " tensors");
        }
        return all(emit, new Sub(Clamp.NONE));
    }

    static List<String> average(LayerEmitter emit) {
        Add add = new Add(Clamp.NONE);
        String sum = emit.helper("sum", add, pair(emit, add));
        return List.of(emit.main(
                new Mul(Clamp.NONE),
                sum,
                emit.scalar("share", 1.0 / emit.operands().size())));
    }

    /**
     * Products of vectors of one operand with those of the other: summed over one axis of each, and if asked for, of vectors of length 1.
     */
    static List<String> dot(LayerEmitter emit) {
        List<Integer> axes = emit.config().ints("axes");
        if (emit.operands().size() != 2 || axes.isEmpty()) {
            throw new UnsupportedLayer("with axes " + axes);
        }
        String a = emit.operands().get(0);
        String b = emit.operands().get(1);
        int axisA = axis(axes.get(0), emit.rank(a));
        int axisB = axis(axes.get(axes.size() - 1), emit.rank(b));
        if (emit.config().flag(false, "normalize")) {
            a = unit(emit, "first", a, axisA);
            b = unit(emit, "second", b, axisB);
        }
        if (emit.rank(a) == 2 && emit.rank(b) == 2) {
            String product = emit.helper("product", new Mul(Clamp.NONE), a, b);
            return List.of(emit.main(new Reduce(Reduce.Kind.SUM, true, false), product, emit.longs("axes", 1)));
        }
        if (emit.rank(a) != 3 || emit.rank(b) != 3) {
            throw new UnsupportedLayer("of tensors of " + emit.rank(a) + " and " + emit.rank(b) + " axes");
        }
        Transpose swap = new Transpose(List.of(0, 2, 1));
        String left = axisA == 2 ? a : emit.helper("first_turned", swap, a);
        String right = axisB == 1 ? b : emit.helper("second_turned", swap, b);
        return List.of(emit.main(new MatMul(Clamp.NONE), left, right));
    }

    private static int axis(int axis, int rank) {
        return axis < 0 ? axis + rank : axis;
    }

    /** Divided by its length along {@code axis}, but by no less than Keras's epsilon for squares. */
    private static String unit(LayerEmitter emit, String role, String x, int axis) {
        String squares = emit.helper(
                role + "_squares",
                new Reduce(Reduce.Kind.SUM_SQUARE, true, false),
                x,
                emit.longs(role + "_axis", axis));
        String bounded = emit.helper(role + "_bounded", new Clip(1e-12f, Float.POSITIVE_INFINITY), squares);
        String length = emit.helper(role + "_length", new Unary(Unary.Function.SQRT), bounded);
        return emit.helper(role + "_unit", new Div(Clamp.NONE), x, length);
    }

    /** Operands of one rank: Keras inserts axes behind the batch, NumPy would insert them before it. */
    private static List<String> aligned(LayerEmitter emit) {
        int rank = emit.operands().stream().mapToInt(emit::rank).max().orElse(0);
        List<String> result = new ArrayList<>();
        for (String x : emit.operands()) {
            int missing = rank - emit.rank(x);
            result.add(
                    missing == 0
                            ? x
                            : emit.helper(
                                    "aligned",
                                    new Unsqueeze(),
                                    x,
                                    emit.longs(
                                            "axes",
                                            LongStream.rangeClosed(1, missing).toArray())));
        }
        return result;
    }

    static List<String> concatenate(LayerEmitter emit) {
        return concatenate(
                emit, emit.config().wholeIfGiven("axis", "concat_axis").orElse(-1));
    }

    private static List<String> concatenate(LayerEmitter emit, int axis) {
        if (emit.operands().size() == 1) {
            return List.of(emit.x());
        }
        return List.of(emit.main(new Concat(axis), emit.operands().toArray(String[]::new)));
    }

    /** {@code Merge} of Keras 1. */
    static List<String> merge(LayerEmitter emit) {
        String mode = emit.config().text("", "mode");
        switch (mode) {
            case "sum":
                return all(emit, new Add(Clamp.NONE));
            case "mul":
                return all(emit, new Mul(Clamp.NONE));
            case "ave":
                return average(emit);
            case "max":
                return all(emit, new Extremum(Extremum.Kind.MAX));
            case "concat":
                return concatenate(emit);
            default:
                throw new UnsupportedLayer("in mode " + mode);
        }
    }
}
