package dev.vernier.io.keras;

import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Sub;
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
            case "concat":
                return concatenate(emit);
            default:
                throw new UnsupportedLayer("in mode " + mode);
        }
    }
}
