package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.ArgExtremum;
import dev.vernier.engine.graph.op.CumulativeSum;
import dev.vernier.engine.graph.op.DynamicUpdateSlice;
import dev.vernier.engine.graph.op.Extremum;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.GatherNd;
import dev.vernier.engine.graph.op.OneHot;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Range;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.op.TopK;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.ArgMaxOptionsT;
import org.tensorflow.lite.schema.ArgMinOptionsT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.CumsumOptionsT;
import org.tensorflow.lite.schema.GatherOptionsT;
import org.tensorflow.lite.schema.OneHotOptionsT;
import org.tensorflow.lite.schema.ShapeOptionsT;
import org.tensorflow.lite.schema.TensorType;

/** Operations that pick elements, or make whole numbers of them. */
final class SelectionExports {
    private static final Set<DataType> CODES = Set.of(DataType.INT8, DataType.INT16);

    private SelectionExports() {}

    static void addTo(Map<Class<? extends Op>, TfliteExport> table) {
        table.put(Gather.class, ((TfliteExport) SelectionExports::gather).onCodes(CODES));
        table.put(GatherNd.class, SelectionExports::gatherNd);
        table.put(ShapeOf.class, SelectionExports::shapeOf);
        table.put(ArgExtremum.class, SelectionExports::argExtremum);
        table.put(TopK.class, SelectionExports::topK);
        table.put(OneHot.class, SelectionExports::oneHot);
        table.put(
                Range.class,
                (n, out) -> out.op(
                        BuiltinOperator.RANGE, List.of(out.operand(0), out.operand(1), out.operand(2)), out.result()));
        table.put(CumulativeSum.class, SelectionExports::cumulativeSum);
        table.put(DynamicUpdateSlice.class, SelectionExports::updateSlice);
    }

    private static OperatorOptions gatherOptions(int axis) {
        GatherOptionsT o = new GatherOptionsT();
        o.setAxis(axis);
        return new OperatorOptions(BuiltinOptions.GatherOptions, o);
    }

    /** Constant indices are counted from the front, which is all the operator knows. */
    private static WrittenTensor indices(int operand, long length, TfliteEmitter out) {
        if (!out.isConstant(operand)) {
            return out.operand(operand);
        }
        TensorData data = out.numbers(operand);
        long[] values = data.toLongs();
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 && length == Shape.UNKNOWN) {
                throw out.cannot("it counts indices from the end of an axis whose length is not known");
            }
            values[i] += values[i] < 0 ? length : 0;
        }
        int[] whole = Arrays.stream(values).mapToInt(TfliteEmitter::toInt).toArray();
        return out.constant("indices", TensorData.ofInts(data.shape(), whole));
    }

    private static void gather(Node n, TfliteEmitter out) {
        int axis = ((Gather) n.op()).axis();
        int fromFront = axis < 0 ? axis + out.rank(0) : axis;
        WrittenTensor index = indices(1, out.shape(0).dim(fromFront), out);
        out.op(BuiltinOperator.GATHER, gatherOptions(fromFront), List.of(out.operand(0), index), out.result());
    }

    private static void gatherNd(Node n, TfliteEmitter out) {
        if (((GatherNd) n.op()).batchDims() != 0) {
            throw out.cannot("its GATHER_ND has no batch dimensions");
        }
        out.op(BuiltinOperator.GATHER_ND, List.of(out.operand(0), out.operand(1)), out.result());
    }

    private static void shapeOf(Node n, TfliteEmitter out) {
        ShapeOf op = (ShapeOf) n.op();
        int rank = out.rank(0);
        int start = Math.max(0, Math.min(rank, op.start() < 0 ? op.start() + rank : op.start()));
        int end = Math.max(start, Math.min(rank, op.end() < 0 ? op.end() + rank : op.end()));
        Arrangement held = out.arrangement(0);
        WrittenTensor x = out.operandAsHeld(0);
        ShapeOptionsT o = new ShapeOptionsT();
        o.setOutType(TensorType.INT64);
        OperatorOptions options = new OperatorOptions(BuiltinOptions.ShapeOptions, o);
        if (held.isNatural() && start == 0 && end == rank) {
            out.op(BuiltinOperator.SHAPE, options, List.of(x), out.result());
            return;
        }
        WrittenTensor shape = out.between("shape", DataType.INT64, Shape.of(rank));
        out.op(BuiltinOperator.SHAPE, options, List.of(x), shape);
        int[] places = IntStream.range(start, end).map(held::positionOf).toArray();
        out.op(BuiltinOperator.GATHER, gatherOptions(0), List.of(shape, out.ints(places)), out.result());
    }

    private static void argExtremum(Node n, TfliteEmitter out) {
        ArgExtremum op = (ArgExtremum) n.op();
        if (op.lastOfEquals()) {
            throw out.cannot("of equal elements it takes the first one, not the last");
        }
        boolean largest = op.kind() == Extremum.Kind.MAX;
        OperatorOptions options;
        if (largest) {
            ArgMaxOptionsT o = new ArgMaxOptionsT();
            o.setOutputType(TensorType.INT64);
            options = new OperatorOptions(BuiltinOptions.ArgMaxOptions, o);
        } else {
            ArgMinOptionsT o = new ArgMinOptionsT();
            o.setOutputType(TensorType.INT64);
            options = new OperatorOptions(BuiltinOptions.ArgMinOptions, o);
        }
        int rank = out.rank(0);
        int axis = op.axis() < 0 ? op.axis() + rank : op.axis();
        WrittenTensor axes = out.constant("axis", TensorData.ofInts(Shape.SCALAR, axis));
        WrittenTensor x = out.operand(0);
        int builtin = largest ? BuiltinOperator.ARG_MAX : BuiltinOperator.ARG_MIN;
        WrittenTensor y = out.result();
        if (!op.keepDims()) {
            out.op(builtin, options, List.of(x, axes), y);
            return;
        }
        long[] rest = IntStream.range(0, rank)
                .filter(i -> i != axis)
                .mapToLong(x.shape()::dim)
                .toArray();
        WrittenTensor found = out.between("found", DataType.INT64, Shape.of(rest));
        out.op(builtin, options, List.of(x, axes), found);
        out.op(BuiltinOperator.RESHAPE, List.of(found, out.ints(y.shape().toArray())), y);
    }

    private static void topK(Node n, TfliteEmitter out) {
        TopK op = (TopK) n.op();
        int rank = out.rank(0);
        Arrangement natural = Arrangement.natural(rank);
        Arrangement arrangement = natural.positionOf(op.axis()) == rank - 1 ? natural : natural.withLast(op.axis());
        Formula f = new Formula(out);
        WrittenTensor x = out.operand(0, arrangement);
        WrittenTensor k = out.constant("k", TensorData.ofInts(Shape.SCALAR, (int) out.longs(1)[0]));
        WrittenTensor values = out.result(0, arrangement);
        boolean wantsPlaces = out.wants(1);
        WrittenTensor places = out.between("places", DataType.INT32, values.shape());
        if (op.largest()) {
            out.op(BuiltinOperator.TOPK_V2, List.of(x, k), values, places);
        } else {
            WrittenTensor negative = out.between("negative", values, values.shape());
            out.op(BuiltinOperator.TOPK_V2, List.of(f.negative(x), k), negative, places);
            f.into(values, BuiltinOperator.NEG, negative);
        }
        if (wantsPlaces) {
            MovementExports.cast(places, out.result(1, arrangement), out);
        }
    }

    private static void oneHot(Node n, TfliteEmitter out) {
        int axis = ((OneHot) n.op()).axis();
        TensorData values = out.numbers(2);
        long depth = out.longs(1)[0];
        boolean whole = values.type().isInteger();
        TensorData off = whole
                ? TensorData.ofLongs(Shape.SCALAR, values.longAt(0))
                : TensorData.scalar((float) values.doubleAt(0));
        TensorData on = whole
                ? TensorData.ofLongs(Shape.SCALAR, values.longAt(1))
                : TensorData.scalar((float) values.doubleAt(1));
        OneHotOptionsT o = new OneHotOptionsT();
        o.setAxis(axis < 0 && axis + out.rank(0) == out.rank(0) - 1 ? -1 : axis);
        out.op(
                BuiltinOperator.ONE_HOT,
                new OperatorOptions(BuiltinOptions.OneHotOptions, o),
                List.of(
                        out.operand(0),
                        out.constant("depth", TensorData.ofInts(Shape.SCALAR, TfliteEmitter.toInt(depth))),
                        out.constant("on", on),
                        out.constant("off", off)),
                out.result());
    }

    private static void cumulativeSum(Node n, TfliteEmitter out) {
        CumulativeSum op = (CumulativeSum) n.op();
        CumsumOptionsT o = new CumsumOptionsT();
        o.setExclusive(op.exclusive());
        o.setReverse(op.reverse());
        int axis = (int) out.longs(1)[0];
        WrittenTensor along =
                out.constant("axis", TensorData.ofInts(Shape.SCALAR, axis < 0 ? axis + out.rank(0) : axis));
        out.op(
                BuiltinOperator.CUMSUM,
                new OperatorOptions(BuiltinOptions.CumsumOptions, o),
                List.of(out.operand(0), along),
                out.result());
    }

    private static void updateSlice(Node n, TfliteEmitter out) {
        WrittenTensor starts;
        if (out.isConstant(2)) {
            starts = out.ints(out.longs(2));
        } else {
            WrittenTensor wide = out.operand(2);
            starts = out.between("starts", DataType.INT32, wide.shape());
            MovementExports.cast(wide, starts, out);
        }
        out.op(BuiltinOperator.DYNAMIC_UPDATE_SLICE, List.of(out.operand(0), out.operand(1), starts), out.result());
    }
}
