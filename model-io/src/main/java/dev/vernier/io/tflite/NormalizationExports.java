package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.LayerNormalization;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.RmsNormalization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ReducerOptionsT;

/** Reductions, and normalizations that are made of them. */
final class NormalizationExports {
    private static final Set<DataType> CODES = Set.of(DataType.INT8, DataType.INT16);

    private NormalizationExports() {}

    static void addTo(Map<Class<? extends Op>, TfliteExport> table) {
        table.put(Reduce.class, ((TfliteExport) NormalizationExports::reduce).onCodes(CODES, (n, c) -> {
                    Reduce.Kind kind = ((Reduce) n.op()).kind();
                    return kind == Reduce.Kind.MEAN
                            || ((kind == Reduce.Kind.MAX || kind == Reduce.Kind.MIN) && c.keepsGrid(0));
                }));
        table.put(LayerNormalization.class, NormalizationExports::layerNormalization);
        table.put(RmsNormalization.class, NormalizationExports::rmsNormalization);
    }

    private static OperatorOptions reducer(boolean keepDims) {
        ReducerOptionsT o = new ReducerOptionsT();
        o.setKeepDims(keepDims);
        return new OperatorOptions(BuiltinOptions.ReducerOptions, o);
    }

    /** The axes reduced, counted in the graph's order. */
    private static int[] axes(Reduce op, TfliteEmitter out) {
        int rank = out.rank(0);
        long[] said = out.has(1) ? out.longs(1) : new long[0];
        if (said.length == 0) {
            return op.noopWithEmptyAxes()
                    ? new int[0]
                    : IntStream.range(0, rank).toArray();
        }
        return Arrays.stream(said)
                .mapToInt(a -> (int) (a < 0 ? a + rank : a))
                .sorted()
                .toArray();
    }

    private static void reduce(Node n, TfliteEmitter out) {
        Reduce op = (Reduce) n.op();
        int[] axes = axes(op, out);
        Arrangement held = out.arrangement(0);
        Arrangement arrangement = op.keepDims() || restIsInOrder(held, axes) ? held : Arrangement.natural(held.rank());
        int[] places = IntStream.of(axes).map(arrangement::positionOf).sorted().toArray();
        WrittenTensor x = out.operand(0, arrangement);
        Arrangement resultArrangement = op.keepDims() ? arrangement : Arrangement.natural(held.rank() - axes.length);
        WrittenTensor y = out.result(resultArrangement);
        if (axes.length == 0 && isWhole(op.kind())) {
            out.op(BuiltinOperator.RESHAPE, List.of(x, out.ints(y.shape().toArray())), y);
            return;
        }
        WrittenTensor over = out.ints(places);
        Formula f = new Formula(out);
        OperatorOptions options = reducer(op.keepDims());
        switch (op.kind()) {
            case MEAN -> out.op(BuiltinOperator.MEAN, options, List.of(x, over), y);
            case SUM -> out.op(BuiltinOperator.SUM, options, List.of(x, over), y);
            case MAX -> out.op(BuiltinOperator.REDUCE_MAX, options, List.of(x, over), y);
            case MIN -> out.op(BuiltinOperator.REDUCE_MIN, options, List.of(x, over), y);
            case PROD -> out.op(BuiltinOperator.REDUCE_PROD, options, List.of(x, over), y);
            case L1 -> out.op(BuiltinOperator.SUM, options, List.of(f.abs(x), over), y);
            case SUM_SQUARE -> out.op(BuiltinOperator.SUM, options, List.of(f.square(x), over), y);
            case L2 -> {
                WrittenTensor sum = out.between("sum", y, y.shape());
                out.op(BuiltinOperator.SUM, options, List.of(f.square(x), over), sum);
                f.into(y, BuiltinOperator.SQRT, sum);
            }
            case LOG_SUM -> {
                WrittenTensor sum = out.between("sum", y, y.shape());
                out.op(BuiltinOperator.SUM, options, List.of(x, over), sum);
                f.into(y, BuiltinOperator.LOG, sum);
            }
            case LOG_SUM_EXP -> logSumExp(x, places, over, options, y, out);
            default -> throw new IllegalStateException(op.kind().name());
        }
    }

    /** Whether a reduction over no axes changes nothing: not where it is a function of each element. */
    private static boolean isWhole(Reduce.Kind kind) {
        return switch (kind) {
            case MEAN, SUM, MAX, MIN, PROD -> true;
            default -> false;
        };
    }

    private static boolean restIsInOrder(Arrangement held, int... reduced) {
        int last = -1;
        for (int axis : held.axes()) {
            boolean stays = IntStream.of(reduced).noneMatch(a -> a == axis);
            if (stays && axis < last) {
                return false;
            }
            last = stays ? axis : last;
        }
        return true;
    }

    /** {@code m + log(sum(exp(x - m)))} with the largest element {@code m}, so that nothing overflows. */
    private static void logSumExp(
            WrittenTensor x,
            int[] places,
            WrittenTensor over,
            OperatorOptions options,
            WrittenTensor y,
            TfliteEmitter out) {
        Formula f = new Formula(out);
        Shape kept = x.shape();
        for (int place : places) {
            kept = kept.with(place, 1);
        }
        WrittenTensor largest = out.between("largest", y, kept);
        out.op(BuiltinOperator.REDUCE_MAX, reducer(true), List.of(x, over), largest);
        WrittenTensor sum = out.between("sum", y, y.shape());
        out.op(BuiltinOperator.SUM, options, List.of(f.exp(f.subtract(x, largest)), over), sum);
        WrittenTensor fitting = largest;
        if (!kept.equals(y.shape())) {
            fitting = out.between("largest_of_all", y, y.shape());
            out.op(BuiltinOperator.REDUCE_MAX, options, List.of(x, over), fitting);
        }
        f.into(y, BuiltinOperator.ADD, f.apply(BuiltinOperator.LOG, sum), fitting);
    }

    private static WrittenTensor mean(WrittenTensor x, int firstAxis, TfliteEmitter out) {
        Shape shape = x.shape();
        int[] axes = IntStream.range(firstAxis, x.rank()).toArray();
        for (int axis : axes) {
            shape = shape.with(axis, 1);
        }
        WrittenTensor mean = out.between("mean", x, shape);
        out.op(BuiltinOperator.MEAN, reducer(true), List.of(x, out.ints(axes)), mean);
        return mean;
    }

    private static void layerNormalization(Node n, TfliteEmitter out) {
        LayerNormalization op = (LayerNormalization) n.op();
        int first = op.axis() < 0 ? op.axis() + out.rank(0) : op.axis();
        WrittenTensor x = out.operand(0);
        Formula f = new Formula(out);
        WrittenTensor centred = f.subtract(x, mean(x, first, out));
        scaleToUnit(centred, first, op.epsilon(), f, out);
    }

    private static void rmsNormalization(Node n, TfliteEmitter out) {
        RmsNormalization op = (RmsNormalization) n.op();
        int first = op.axis() < 0 ? op.axis() + out.rank(0) : op.axis();
        scaleToUnit(out.operand(0), first, op.epsilon(), new Formula(out), out);
    }

    /** {@code x / sqrt(mean(x²) + epsilon) · scale + bias}. */
    private static void scaleToUnit(WrittenTensor x, int first, float epsilon, Formula f, TfliteEmitter out) {
        WrittenTensor power = f.add(mean(f.square(x), first, out), f.number(epsilon));
        WrittenTensor unit = f.multiply(x, f.apply(BuiltinOperator.RSQRT, power));
        if (out.has(2)) {
            f.into(out.result(), BuiltinOperator.ADD, f.multiply(unit, out.operand(1)), out.operand(2));
        } else {
            f.into(out.result(), BuiltinOperator.MUL, unit, out.operand(1));
        }
    }
}
