package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.HalfPrecision;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Expand;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Range;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unsqueeze;
import dev.vernier.engine.graph.op.Where;
import dev.vernier.engine.graph.shape.Dimension;
import dev.vernier.engine.graph.shape.SymbolicTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Arithmetic written out as operations around a node's main one; each method answers the value it emitted. */
final class Formula {
    private final NodeEmitter emit;

    Formula(NodeEmitter emit) {
        this.emit = emit;
    }

    String add(String a, String b) {
        return emit.helper("sum", new Add(Clamp.NONE), a, b);
    }

    String subtract(String a, String b) {
        return emit.helper("difference", new Sub(Clamp.NONE), a, b);
    }

    String multiply(String a, String b) {
        return emit.helper("product", new Mul(Clamp.NONE), a, b);
    }

    String divide(String a, String b) {
        return emit.helper("quotient", new Div(Clamp.NONE), a, b);
    }

    String compare(String a, Compare.Relation relation, String b) {
        return emit.helper("compared", new Compare(relation), a, b);
    }

    String where(String condition, String yes, String no) {
        return emit.helper("chosen", new Where(), condition, yes, no);
    }

    /** {@code x} itself where it is of that type already. */
    String cast(String x, DataType type) {
        return typeOf(x) == type ? x : emit.helper("cast", new Cast(type), x);
    }

    String expand(String x, String shape) {
        return emit.helper("expanded", new Expand(), x, shape);
    }

    String reduce(Reduce.Kind kind, String x, boolean keepDims, long... axes) {
        return emit.helper("reduced", new Reduce(kind, keepDims, false), x, emit.longs("axes", axes));
    }

    String transpose(String x, Integer... permutation) {
        return emit.helper("transposed", new Transpose(List.of(permutation)), x);
    }

    /** @param target 0 keeps a dimension, -1 takes what is left */
    String reshape(String x, long... target) {
        return emit.helper("reshaped", new Reshape(false), x, emit.longs("shape", target));
    }

    String reshapeTo(String x, String shape) {
        return emit.helper("reshaped", new Reshape(false), x, shape);
    }

    String unsqueeze(String x, long... axes) {
        return axes.length == 0 ? x : emit.helper("widened", new Unsqueeze(), x, emit.longs("axes", axes));
    }

    /** From {@code start} up to {@code end} along one axis. */
    String slice(String x, int axis, long start, long end) {
        return emit.helper(
                "part", new Slice(), x, emit.longs("starts", start), emit.longs("ends", end), emit.longs("axes", axis));
    }

    String concat(int axis, String... parts) {
        return parts.length == 1 ? parts[0] : emit.helper("joined", new Concat(axis), parts);
    }

    /** The whole shape of {@code x}: a list of int64. */
    String shape(String x) {
        return emit.helper("shape", new ShapeOf(0, Integer.MAX_VALUE), x);
    }

    /** The length of one axis of {@code x}: a list of one int64, a constant where it is known. */
    String length(String x, int axis) {
        SymbolicTensor fact = fact(x);
        int fromFront = axis < 0 ? axis + fact.rank() : axis;
        if (fromFront < 0 || fromFront >= fact.rank()) {
            throw new UnsupportedOperator("on a tensor of " + fact.rank() + " axes");
        }
        Dimension d = fact.dim(fromFront);
        return d.isKnown()
                ? emit.longs("length", d.value())
                : emit.helper("length", new ShapeOf(fromFront, fromFront + 1), x);
    }

    /** {@code 0, 1, …, n - 1}; {@code n} is a list of one int64. */
    String countTo(String n) {
        String zero = emit.constant("zero", TensorData.ofLongs(Shape.SCALAR, 0));
        String one = emit.constant("one", TensorData.ofLongs(Shape.SCALAR, 1));
        String limit = emit.helper("limit", new Reshape(false), n, emit.longs("scalar"));
        return emit.helper("count", new Range(), zero, limit, one);
    }

    /** A single number of the type of {@code x}. */
    String numberLike(String x, double value) {
        return number(typeOf(x), value);
    }

    /** A single number. */
    String number(DataType type, double value) {
        int size = TensorData.elementBytes(type);
        ByteBuffer b = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case FLOAT32 -> b.putFloat(0, (float) value);
            case FLOAT64 -> b.putDouble(0, value);
            case FLOAT16 -> b.putShort(0, HalfPrecision.toFloat16((float) value));
            case BFLOAT16 -> b.putShort(0, (short) (Float.floatToRawIntBits((float) value) >>> 16));
            case STRING -> throw new UnsupportedOperator("on text");
            default -> b.putLong(0, (long) value);
        }
        return emit.constant("number", TensorData.of(type, Shape.SCALAR, b.limit(size)));
    }

    int rank(String x) {
        return fact(x).rank();
    }

    DataType typeOf(String x) {
        return fact(x).type();
    }

    SymbolicTensor fact(String x) {
        return emit.fact(x).orElseThrow(() -> new UnsupportedOperator("because the shape of " + x + " is not known"));
    }
}
