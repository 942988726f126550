package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Expand;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.GatherNd;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Tile;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unsqueeze;
import dev.vernier.engine.graph.op.Where;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ConcatenationOptions;
import org.tensorflow.lite.schema.GatherOptions;
import org.tensorflow.lite.schema.PackOptions;
import org.tensorflow.lite.schema.ReshapeOptions;
import org.tensorflow.lite.schema.ShapeOptions;
import org.tensorflow.lite.schema.SqueezeOptions;
import org.tensorflow.lite.schema.TensorType;
import org.tensorflow.lite.schema.UnpackOptions;

/** Operators that move elements and change shapes. */
final class ShapeMappings {
    private ShapeMappings() {}

    static Map<Integer, TfliteOpMapping> table() {
        Map<Integer, TfliteOpMapping> t = new HashMap<>();
        t.put(BuiltinOperator.RESHAPE, ShapeMappings::reshape);
        t.put(BuiltinOperator.SQUEEZE, ShapeMappings::squeeze);
        t.put(BuiltinOperator.EXPAND_DIMS, op -> op.result(new Unsqueeze(), op.value(0), op.longs(1)));
        t.put(
                BuiltinOperator.TRANSPOSE,
                op -> op.result(
                        new Transpose(IntStream.of(op.integers(1)).boxed().toList()), op.value(0)));
        t.put(BuiltinOperator.CONCATENATION, ShapeMappings::concatenation);
        t.put(BuiltinOperator.PACK, ShapeMappings::pack);
        t.put(BuiltinOperator.UNPACK, ShapeMappings::unpack);
        t.put(BuiltinOperator.SPLIT, ShapeMappings::split);
        t.put(BuiltinOperator.SPLIT_V, ShapeMappings::splitByLengths);
        t.put(BuiltinOperator.SLICE, ShapeMappings::slice);
        t.put(BuiltinOperator.REVERSE_V2, ShapeMappings::reverse);
        t.put(BuiltinOperator.TILE, op -> op.result(new Tile(), op.value(0), op.longs(1)));
        t.put(BuiltinOperator.BROADCAST_TO, op -> op.result(new Expand(), op.value(0), op.longs(1)));
        t.put(BuiltinOperator.FILL, op -> op.result(new Expand(), op.value(1), op.longs(0)));
        t.put(
                BuiltinOperator.ZEROS_LIKE,
                op -> op.result(
                        new Expand(),
                        op.constant("zero", zero(op.valueType(0))),
                        op.helper("shape", new ShapeOf(0, Integer.MAX_VALUE), op.value(0))));
        t.put(BuiltinOperator.SHAPE, ShapeMappings::shape);
        t.put(
                BuiltinOperator.RANK,
                op -> op.result(new Identity(), op.constant("rank", TensorData.ofInts(Shape.SCALAR, op.rank(0)))));
        t.put(BuiltinOperator.GATHER, ShapeMappings::gather);
        t.put(BuiltinOperator.GATHER_ND, op -> op.result(new GatherNd(0), op.value(0), op.value(1)));
        t.put(BuiltinOperator.EMBEDDING_LOOKUP, op -> op.result(new Gather(0), op.value(1), op.value(0)));
        return t;
    }

    private static TensorData zero(DataType type) {
        return TensorData.of(type, Shape.SCALAR, ByteBuffer.allocate(TensorData.elementBytes(type)));
    }

    private static void reshape(OperatorEmitter op) {
        if (op.has(1) && !op.isConstant(1)) {
            op.result(new Reshape(true), op.value(0), op.longs(1));
            return;
        }
        int[] shape = op.has(1)
                ? op.integers(1)
                : op.options(BuiltinOptions.ReshapeOptions, new ReshapeOptions())
                        .map(o -> IntStream.range(0, o.newShapeLength())
                                .map(o::newShape)
                                .toArray())
                        .orElseThrow(() -> new UnsupportedOperator("because its new shape is missing"));
        boolean hasZero = Arrays.stream(shape).anyMatch(d -> d == 0);
        op.result(new Reshape(hasZero), op.value(0), op.longs("shape", toLongs(shape)));
    }

    private static void squeeze(OperatorEmitter op) {
        int[] axes = op.options(BuiltinOptions.SqueezeOptions, new SqueezeOptions())
                .map(o -> IntStream.range(0, o.squeezeDimsLength())
                        .map(o::squeezeDims)
                        .toArray())
                .orElse(new int[0]);
        if (axes.length == 0) {
            op.result(new Squeeze(), op.value(0));
        } else {
            op.result(new Squeeze(), op.value(0), op.longs("axes", toLongs(axes)));
        }
    }

    private static void concatenation(OperatorEmitter op) {
        ConcatenationOptions o = op.required(BuiltinOptions.ConcatenationOptions, new ConcatenationOptions());
        op.resultThenActivation(
                o.fusedActivationFunction(),
                new Concat(op.axis(o.axis(), op.rank(0))),
                operands(op).toArray(String[]::new));
    }

    private static List<String> operands(OperatorEmitter op) {
        return new ArrayList<>(
                IntStream.range(0, op.inputCount()).mapToObj(op::value).toList());
    }

    private static void pack(OperatorEmitter op) {
        PackOptions o = op.required(BuiltinOptions.PackOptions, new PackOptions());
        int axis = op.axis(o.axis(), op.rank(0) + 1);
        String axes = op.longs("axis", axis);
        List<String> parts = operands(op);
        if (parts.size() == 1) {
            op.result(new Unsqueeze(), parts.get(0), axes);
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            parts.set(i, op.helper("part_" + i, new Unsqueeze(), parts.get(i), axes));
        }
        op.result(new Concat(axis), parts.toArray(String[]::new));
    }

    private static void unpack(OperatorEmitter op) {
        UnpackOptions o = op.required(BuiltinOptions.UnpackOptions, new UnpackOptions());
        Op element = new Gather(op.axis(o.axis(), op.rank(0)));
        for (int i = 0; i < op.outputCount(); i++) {
            String index = op.constant("index_" + i, TensorData.ofLongs(Shape.SCALAR, i));
            op.result(i, element, List.of(op.value(0), index));
        }
    }

    /** Operands: axis, x. Each part is a layer of its own, called as the file calls the part. */
    private static void split(OperatorEmitter op) {
        int axis = op.axis(op.integers(0)[0], op.rank(1));
        int length = op.dim(1, axis);
        int parts = op.outputCount();
        if (length % parts != 0) {
            throw new UnsupportedOperator("of " + length + " elements into " + parts + " equal parts");
        }
        int[] lengths = new int[parts];
        Arrays.fill(lengths, length / parts);
        parts(op, op.value(1), axis, lengths);
    }

    /** Operands: x, lengths (one may be -1), axis. */
    private static void splitByLengths(OperatorEmitter op) {
        int axis = op.axis(op.integers(2)[0], op.rank(0));
        int[] lengths = op.integers(1);
        int known = Arrays.stream(lengths).filter(l -> l >= 0).sum();
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = lengths[i] < 0 ? op.dim(0, axis) - known : lengths[i];
        }
        if (lengths.length != op.outputCount()) {
            throw new UnsupportedOperator(
                    "because it has " + lengths.length + " lengths for " + op.outputCount() + " parts");
        }
        parts(op, op.value(0), axis, lengths);
    }

    private static void parts(OperatorEmitter op, String x, int axis, int[] lengths) {
        String axes = op.longs("axis", axis);
        int start = 0;
        for (int i = 0; i < lengths.length; i++) {
            String starts = op.longs("start_" + i, start);
            start += lengths[i];
            op.result(i, new Slice(), List.of(x, starts, op.longs("end_" + i, start), axes));
        }
    }

    /** Operands: x, begin, size (-1 for all that follow). */
    private static void slice(OperatorEmitter op) {
        if (op.isConstant(1) && op.isConstant(2)) {
            int[] begin = op.integers(1);
            int[] size = op.integers(2);
            long[] ends = new long[begin.length];
            for (int i = 0; i < ends.length; i++) {
                ends[i] = size[i] < 0 ? Long.MAX_VALUE : (long) begin[i] + size[i];
            }
            op.result(new Slice(), op.value(0), op.longs("starts", toLongs(begin)), op.longs("ends", ends));
            return;
        }
        String begin = op.longs(1);
        String size = op.longs(2);
        String rest = op.helper("is_rest", new Compare(Compare.Relation.LESS), size, op.longs("none", 0));
        String sum = op.helper("sum", new Add(Clamp.NONE), begin, size);
        String ends = op.helper("ends", new Where(), rest, op.longs("all", Long.MAX_VALUE), sum);
        op.result(new Slice(), op.value(0), begin, ends);
    }

    private static void reverse(OperatorEmitter op) {
        int[] axes = op.integers(1);
        long[] last = new long[axes.length];
        Arrays.fill(last, -1);
        long[] before = new long[axes.length];
        Arrays.fill(before, Long.MIN_VALUE);
        op.result(
                new Slice(),
                op.value(0),
                op.longs("starts", last),
                op.longs("ends", before),
                op.longs("axes", toLongs(axes)),
                op.longs("steps", last));
    }

    private static void shape(OperatorEmitter op) {
        boolean wide = op.options(BuiltinOptions.ShapeOptions, new ShapeOptions())
                .map(o -> o.outType() == TensorType.INT64)
                .orElse(false);
        Op shape = new ShapeOf(0, Integer.MAX_VALUE);
        if (wide) {
            op.result(shape, op.value(0));
        } else {
            op.result(new Cast(DataType.INT32), op.helper("int64", shape, op.value(0)));
        }
    }

    private static void gather(OperatorEmitter op) {
        GatherOptions none = new GatherOptions();
        int axis = op.options(BuiltinOptions.GatherOptions, none)
                .map(GatherOptions::axis)
                .orElse(0);
        int batchDims = op.options(BuiltinOptions.GatherOptions, none)
                .map(GatherOptions::batchDims)
                .orElse(0);
        if (batchDims != 0) {
            throw new UnsupportedOperator("with batch dimensions");
        }
        op.result(new Gather(op.axis(axis, op.rank(0))), op.value(0), op.value(1));
    }

    static long[] toLongs(int[] numbers) {
        return Arrays.stream(numbers).asLongStream().toArray();
    }
}
