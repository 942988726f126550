package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.ArgExtremum;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.CumulativeSum;
import dev.vernier.engine.graph.op.DynamicUpdateSlice;
import dev.vernier.engine.graph.op.Extremum;
import dev.vernier.engine.graph.op.OneHot;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Range;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Reshape;
import java.util.HashMap;
import java.util.Map;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.CumsumOptions;
import org.tensorflow.lite.schema.OneHotOptions;
import org.tensorflow.lite.schema.ReducerOptions;

/** Operators that make one number of many along axes, and those that make many of few. */
final class ReductionMappings {
    private ReductionMappings() {}

    static Map<Integer, TfliteOpMapping> table() {
        Map<Integer, TfliteOpMapping> t = new HashMap<>();
        t.put(BuiltinOperator.MEAN, op -> reduce(op, Reduce.Kind.MEAN));
        t.put(BuiltinOperator.SUM, op -> reduce(op, Reduce.Kind.SUM));
        t.put(BuiltinOperator.REDUCE_MAX, op -> reduce(op, Reduce.Kind.MAX));
        t.put(BuiltinOperator.REDUCE_MIN, op -> reduce(op, Reduce.Kind.MIN));
        t.put(BuiltinOperator.REDUCE_PROD, op -> reduce(op, Reduce.Kind.PROD));
        t.put(BuiltinOperator.REDUCE_ANY, op -> reduceTruth(op, Reduce.Kind.MAX));
        t.put(BuiltinOperator.REDUCE_ALL, op -> reduceTruth(op, Reduce.Kind.MIN));
        t.put(BuiltinOperator.ARG_MAX, op -> argExtremum(op, Extremum.Kind.MAX));
        t.put(BuiltinOperator.ARG_MIN, op -> argExtremum(op, Extremum.Kind.MIN));
        t.put(BuiltinOperator.CUMSUM, op -> {
            CumsumOptions o = op.required(BuiltinOptions.CumsumOptions, new CumsumOptions());
            op.result(new CumulativeSum(o.exclusive(), o.reverse()), op.value(0), op.value(1));
        });
        t.put(BuiltinOperator.ONE_HOT, ReductionMappings::oneHot);
        t.put(BuiltinOperator.RANGE, op -> op.result(new Range(), op.value(0), op.value(1), op.value(2)));
        t.put(
                BuiltinOperator.DYNAMIC_UPDATE_SLICE,
                op -> op.result(new DynamicUpdateSlice(), op.value(0), op.value(1), op.longs(2)));
        return t;
    }

    private static Reduce reduction(OperatorEmitter op, Reduce.Kind kind) {
        boolean keepDims = op.options(BuiltinOptions.ReducerOptions, new ReducerOptions())
                .map(ReducerOptions::keepDims)
                .orElse(false);
        return new Reduce(kind, keepDims, true);
    }

    private static void reduce(OperatorEmitter op, Reduce.Kind kind) {
        op.result(reduction(op, kind), op.value(0), op.longs(1));
    }

    private static void reduceTruth(OperatorEmitter op, Reduce.Kind kind) {
        String numbers = op.helper("int32", new Cast(DataType.INT32), op.value(0));
        String reduced = op.helper("reduced", reduction(op, kind), numbers, op.longs(1));
        op.result(new Cast(DataType.BOOL), reduced);
    }

    private static void argExtremum(OperatorEmitter op, Extremum.Kind kind) {
        Op where = new ArgExtremum(kind, op.axis(op.integers(1)[0], op.rank(0)), false, false);
        if (op.output(0).type().orElse(DataType.INT64) == DataType.INT64) {
            op.result(where, op.value(0));
        } else {
            op.result(new Cast(DataType.INT32), op.helper("int64", where, op.value(0)));
        }
    }

    /** Operands: indices, depth, on, off. */
    private static void oneHot(OperatorEmitter op) {
        int axis = op.options(BuiltinOptions.OneHotOptions, new OneHotOptions())
                .map(OneHotOptions::axis)
                .orElse(-1);
        String one = op.constant("one", TensorData.ofLongs(Shape.of(1), 1));
        String off = op.helper("off", new Reshape(false), op.value(3), one);
        String on = op.helper("on", new Reshape(false), op.value(2), one);
        op.result(new OneHot(axis), op.value(0), op.value(1), op.helper("values", new Concat(0), off, on));
    }
}
