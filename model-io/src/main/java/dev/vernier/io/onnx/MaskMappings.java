package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Bitwise;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Not;
import dev.vernier.engine.graph.op.Unary;
import dev.vernier.engine.graph.op.Where;

/** Operators that ask of each element, or of its place, whether something is so. */
final class MaskMappings {
    private MaskMappings() {}

    /** What is not equal to itself is no number. */
    static String isNaN(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        String single = single(f, node.input(0));
        return emit.main(new Not(), f.compare(single, Compare.Relation.EQUAL, single));
    }

    static String isInf(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        boolean negative = node.flag("detect_negative", true);
        boolean positive = node.flag("detect_positive", true);
        String x = single(f, node.input(0));
        if (!negative && !positive) {
            return emit.main(
                    new Compare(Compare.Relation.LESS), x, f.number(DataType.FLOAT32, Float.NEGATIVE_INFINITY));
        }
        if (negative && positive) {
            x = emit.helper("size", new Unary(Unary.Function.ABS), x);
        }
        float infinity = positive ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
        return emit.main(new Compare(Compare.Relation.EQUAL), x, f.number(DataType.FLOAT32, infinity));
    }

    private static String single(Formula f, String x) {
        return f.typeOf(x).isFloating() ? f.cast(x, DataType.FLOAT32) : x;
    }

    /** The triangle of each matrix above ({@code upper}) or below its k-th diagonal, that included; 0 elsewhere. */
    static String trilu(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        String x = node.input(0);
        if (f.rank(x) < 2) {
            throw new UnsupportedOperator("on a tensor of " + f.rank(x) + " axes");
        }
        String k = node.hasInput(1) ? node.input(1) : f.number(DataType.INT64, 0);
        String rows = f.unsqueeze(f.countTo(f.length(x, -2)), 1);
        String columns = f.countTo(f.length(x, -1));
        String diagonal = f.add(rows, k);
        boolean upper = node.flag("upper", true);
        Compare.Relation side = upper ? Compare.Relation.GREATER_OR_EQUAL : Compare.Relation.LESS_OR_EQUAL;
        return emit.main(new Where(), f.compare(columns, side, diagonal), x, f.numberLike(x, 0));
    }

    /** Ones on the k-th diagonal of a matrix with its operand's shape. */
    static String eyeLike(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        String x = node.input(0);
        if (f.rank(x) != 2) {
            throw new UnsupportedOperator("on a tensor of " + f.rank(x) + " axes");
        }
        DataType type = f.typeOf(x);
        if (node.has("dtype")) {
            int said = node.intValue("dtype", 0);
            type = OnnxTypes.of(said)
                    .filter(t -> t != DataType.STRING)
                    .orElseThrow(() -> new UnsupportedOperator("of type " + OnnxTypes.nameOf(said)));
        }
        String rows = f.unsqueeze(f.countTo(f.length(x, 0)), 1);
        String columns = f.countTo(f.length(x, 1));
        String diagonal = f.add(rows, f.number(DataType.INT64, node.integer("k", 0)));
        return emit.main(new Cast(type), f.compare(columns, Compare.Relation.EQUAL, diagonal));
    }

    /** {@code x + bias} below {@code -lambd}, {@code x - bias} above {@code lambd}, 0 between. */
    static String shrink(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        String x = node.input(0);
        float limit = node.real("lambd", 0.5f);
        float bias = node.real("bias", 0);
        String zero = f.numberLike(x, 0);
        String below = f.compare(x, Compare.Relation.LESS, f.numberLike(x, -limit));
        String above = f.compare(x, Compare.Relation.GREATER, f.numberLike(x, limit));
        String low = f.where(below, f.add(x, f.numberLike(x, bias)), zero);
        String high = f.where(above, f.subtract(x, f.numberLike(x, bias)), zero);
        return emit.main(new Add(Clamp.NONE), low, high);
    }

    static String bitShift(OnnxNode node, NodeEmitter emit) {
        boolean left = node.text("direction", "LEFT").equals("LEFT");
        return emit.main(new Bitwise(left ? Bitwise.Kind.SHIFT_LEFT : Bitwise.Kind.SHIFT_RIGHT), node.inputs());
    }

    /** All bits turned over: each differs from one in a number of ones. */
    static String bitwiseNot(OnnxNode node, NodeEmitter emit) {
        String ones = new Formula(emit).numberLike(node.input(0), -1);
        return emit.main(new Bitwise(Bitwise.Kind.XOR), node.input(0), ones);
    }
}
