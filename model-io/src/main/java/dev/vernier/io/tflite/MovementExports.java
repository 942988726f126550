package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Expand;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.engine.graph.op.Split;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Tile;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unsqueeze;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.CastOptionsT;
import org.tensorflow.lite.schema.ConcatenationOptionsT;
import org.tensorflow.lite.schema.SplitVOptionsT;
import org.tensorflow.lite.schema.StridedSliceOptionsT;

/** Operations that change shapes and move elements. */
final class MovementExports {
    private static final Set<DataType> INT8 = Set.of(DataType.INT8);
    private static final Set<DataType> CODES = Set.of(DataType.INT8, DataType.INT16);

    private MovementExports() {}

    static void addTo(Map<Class<? extends Op>, TfliteExport> table) {
        table.put(Identity.class, ((TfliteExport) (n, out) -> out.bind(n.output(), out.held(0))).onCodes(CODES));
        table.put(
                Concat.class,
                ((TfliteExport) MovementExports::concat)
                        .onCodes(
                                CODES,
                                (n, c) -> IntStream.range(0, n.inputs().size()).allMatch(c::keepsGrid)));
        table.put(Transpose.class, ((TfliteExport) MovementExports::transpose).onCodes(CODES));
        for (Class<? extends Op> shape : List.of(Reshape.class, Flatten.class, Squeeze.class, Unsqueeze.class)) {
            table.put(shape, ((TfliteExport) MovementExports::reshape).onCodes(CODES));
        }
        table.put(Slice.class, ((TfliteExport) MovementExports::slice).onCodes(CODES));
        table.put(Split.class, ((TfliteExport) MovementExports::split).onCodes(CODES));
        table.put(Tile.class, ((TfliteExport) MovementExports::tile).onCodes(INT8));
        table.put(Expand.class, MovementExports::expand);
    }

    private static void concat(Node n, TfliteEmitter out) {
        int rank = out.rank(0);
        Arrangement wanted = IntStream.range(0, n.inputs().size())
                .filter(i -> !out.isConstant(i))
                .mapToObj(out::arrangement)
                .filter(a -> !a.isNatural())
                .findFirst()
                .orElse(Arrangement.natural(rank));
        List<WrittenTensor> parts = new ArrayList<>();
        for (int i = 0; i < n.inputs().size(); i++) {
            parts.add(out.operand(i, wanted));
        }
        ConcatenationOptionsT o = new ConcatenationOptionsT();
        o.setAxis(wanted.positionOf(((Concat) n.op()).axis()));
        out.op(
                BuiltinOperator.CONCATENATION,
                new OperatorOptions(BuiltinOptions.ConcatenationOptions, o),
                parts,
                out.result(wanted));
    }

    /** Nothing is moved before an operation asks for another order than the one that is there. */
    private static void transpose(Node n, TfliteEmitter out) {
        HeldValue x = out.held(0);
        List<Integer> permutation = ((Transpose) n.op()).permutation();
        List<Integer> order = permutation.isEmpty() ? reversed(x.shape().rank()) : permutation;
        out.operandAsHeld(0);
        Shape shape = out.spec(n.output()).shape();
        out.bind(n.output(), x.seenAs(n.name(), shape, x.arrangement().afterTransposing(order)));
    }

    private static List<Integer> reversed(int rank) {
        return IntStream.range(0, rank).map(i -> rank - 1 - i).boxed().toList();
    }

    private static void reshape(Node n, TfliteEmitter out) {
        Shape result = out.spec(n.output()).shape();
        Shape from = out.shape(0);
        HeldValue x = out.held(0);
        Arrangement natural = Arrangement.natural(result.rank());
        boolean inOrder = x.arrangement().keepsOrder(from);
        boolean batchFirst =
                !x.arrangement().axes().isEmpty() && x.arrangement().axes().get(0) == 0;
        boolean intoRows = !inOrder && batchFirst && FlattenedImage.onlyFeedsDense(n, from, result, out);
        WrittenTensor operand = inOrder || intoRows ? out.operandAsHeld(0) : out.operand(0);
        WrittenTensor y = out.result(natural);
        if (intoRows) {
            out.held(n.output()).setFlatOrder(FlattenedImage.order(x.arrangement(), from));
        }
        long unknown =
                Arrays.stream(result.toArray()).filter(d -> d == Shape.UNKNOWN).count();
        if (unknown <= 1) {
            out.op(BuiltinOperator.RESHAPE, List.of(operand, out.ints(result.toArray())), y);
        } else if (n.op() instanceof Reshape && !out.isConstant(1)) {
            WrittenTensor wide = out.operand(1);
            WrittenTensor shape = out.between("shape", DataType.INT32, wide.shape());
            cast(wide, shape, out);
            out.op(BuiltinOperator.RESHAPE, List.of(operand, shape), y);
        } else {
            throw out.cannot("several dimensions of its result are known only while it runs");
        }
    }

    static void cast(WrittenTensor from, WrittenTensor to, TfliteEmitter out) {
        CastOptionsT o = new CastOptionsT();
        o.setInDataType(TfliteTensor.codeOf(from.type()));
        o.setOutDataType(TfliteTensor.codeOf(to.type()));
        out.op(BuiltinOperator.CAST, new OperatorOptions(BuiltinOptions.CastOptions, o), List.of(from), to);
    }

    /** STRIDED_SLICE over all axes; masks say where it goes from end to end. */
    private static void slice(Node n, TfliteEmitter out) {
        int rank = out.rank(0);
        long[] starts = out.longs(1);
        long[] ends = out.longs(2);
        long[] axes = out.has(3)
                ? out.longs(3)
                : IntStream.range(0, starts.length).asLongStream().toArray();
        long[] steps = out.has(4) ? out.longs(4) : new long[0];
        Arrangement held = out.arrangement(0);
        int[] begin = new int[rank];
        int[] end = new int[rank];
        int[] stride = new int[rank];
        Arrays.fill(stride, 1);
        int beginMask = (1 << rank) - 1;
        int endMask = (1 << rank) - 1;
        for (int i = 0; i < axes.length; i++) {
            int place = held.positionOf((int) axes[i]);
            long length = out.shape(0).dim((int) axes[i]);
            stride[place] = i < steps.length ? TfliteEmitter.toInt(steps[i]) : 1;
            boolean backwards = stride[place] < 0;
            begin[place] = TfliteEmitter.toInt(starts[i]);
            end[place] = TfliteEmitter.toInt(ends[i]);
            // Beyond either end of the axis means its end.
            boolean fromEnd = backwards
                    ? length != Shape.UNKNOWN
                            ? starts[i] >= length - 1
                            : starts[i] == -1 || starts[i] >= Integer.MAX_VALUE
                    : starts[i] == 0 || (length != Shape.UNKNOWN && starts[i] <= -length);
            boolean toEnd = backwards
                    ? length != Shape.UNKNOWN ? ends[i] < -length : ends[i] < Integer.MIN_VALUE / 2
                    : ends[i] >= Integer.MAX_VALUE || (length != Shape.UNKNOWN && ends[i] >= length);
            beginMask = fromEnd ? beginMask : beginMask & ~(1 << place);
            endMask = toEnd ? endMask : endMask & ~(1 << place);
        }
        StridedSliceOptionsT o = new StridedSliceOptionsT();
        o.setBeginMask(beginMask);
        o.setEndMask(endMask);
        out.op(
                BuiltinOperator.STRIDED_SLICE,
                new OperatorOptions(BuiltinOptions.StridedSliceOptions, o),
                List.of(out.operand(0, held), out.ints(begin), out.ints(end), out.ints(stride)),
                out.result(held));
    }

    private static void split(Node n, TfliteEmitter out) {
        Split op = (Split) n.op();
        Arrangement held = out.arrangement(0);
        int parts = n.outputs().size();
        int[] lengths = new int[parts];
        for (int i = 0; i < parts; i++) {
            long length = out.spec(n.outputs().get(i)).shape().dim(op.axis());
            if (length == Shape.UNKNOWN) {
                throw out.cannot("the length of its parts is not known");
            }
            lengths[i] = (int) length;
        }
        SplitVOptionsT o = new SplitVOptionsT();
        o.setNumSplits(parts);
        WrittenTensor x = out.operand(0, held);
        WrittenTensor axis = out.constant("axis", TensorData.ofInts(Shape.SCALAR, held.positionOf(op.axis())));
        WrittenTensor[] results =
                IntStream.range(0, parts).mapToObj(i -> out.result(i, held)).toArray(WrittenTensor[]::new);
        out.op(
                BuiltinOperator.SPLIT_V,
                new OperatorOptions(BuiltinOptions.SplitVOptions, o),
                List.of(x, out.ints(lengths), axis),
                results);
    }

    private static void tile(Node n, TfliteEmitter out) {
        Arrangement held = out.arrangement(0);
        long[] repeats = out.longs(1);
        int[] ordered = held.axes().stream().mapToInt(a -> (int) repeats[a]).toArray();
        out.op(BuiltinOperator.TILE, List.of(out.operand(0, held), out.ints(ordered)), out.result(held));
    }

    private static void expand(Node n, TfliteEmitter out) {
        Shape result = out.spec(n.output()).shape();
        WrittenTensor shape;
        if (result.isStatic()) {
            shape = out.ints(result.toArray());
        } else if (!out.isConstant(1)) {
            WrittenTensor wide = out.operand(1);
            shape = out.between("shape", DataType.INT32, wide.shape());
            cast(wide, shape, out);
        } else {
            throw out.cannot("the shape of its result is known only while it runs");
        }
        out.op(BuiltinOperator.BROADCAST_TO, List.of(out.operand(0), shape), out.result());
    }
}
