package dev.vernier.io.tflite;

import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Unary;
import java.util.List;
import java.util.Map;
import org.tensorflow.lite.schema.BuiltinOperator;

/** Functions of one operand, by the operator of that name or by a formula. */
final class UnaryExports {
    /** Coefficients of Abramowitz and Stegun 7.1.26, whose error is below 1.5e-7. */
    private static final double[] ERF = {1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592};

    private static final double ERF_P = 0.3275911;

    private UnaryExports() {}

    static void addTo(Map<Class<? extends Op>, TfliteExport> table) {
        table.put(Unary.class, UnaryExports::emit);
    }

    private static void emit(Node n, TfliteEmitter out) {
        WrittenTensor x = out.operandAsHeld(0);
        WrittenTensor y = out.resultLike(0);
        Unary.Function function = ((Unary) n.op()).function();
        int builtin = operator(function);
        if (builtin >= 0) {
            out.op(builtin, List.of(x), y);
        } else {
            formula(function, x, y, new Formula(out));
        }
    }

    /** The operator that computes the function; -1 where there is none. */
    private static int operator(Unary.Function function) {
        return switch (function) {
            case ABS -> BuiltinOperator.ABS;
            case NEG -> BuiltinOperator.NEG;
            case SIGN -> BuiltinOperator.SIGN;
            case FLOOR -> BuiltinOperator.FLOOR;
            case CEIL -> BuiltinOperator.CEIL;
            case ROUND -> BuiltinOperator.ROUND;
            case SQRT -> BuiltinOperator.SQRT;
            case EXP -> BuiltinOperator.EXP;
            case LOG -> BuiltinOperator.LOG;
            case SIN -> BuiltinOperator.SIN;
            case COS -> BuiltinOperator.COS;
            default -> -1;
        };
    }

    private static void formula(Unary.Function function, WrittenTensor x, WrittenTensor y, Formula f) {
        WrittenTensor one = f.number(1);
        switch (function) {
            case RECIPROCAL -> f.into(y, BuiltinOperator.DIV, one, x);
            case ERF -> errorFunction(x, y, f);
            case TAN ->
                f.into(y, BuiltinOperator.DIV, f.apply(BuiltinOperator.SIN, x), f.apply(BuiltinOperator.COS, x));
            case ASIN -> f.into(y, BuiltinOperator.ATAN2, x, opposite(x, f));
            case ACOS -> f.into(y, BuiltinOperator.ATAN2, opposite(x, f), x);
            case ATAN -> f.into(y, BuiltinOperator.ATAN2, x, onesLike(x, f));
            case SINH -> f.into(y, BuiltinOperator.MUL, f.subtract(f.exp(x), f.exp(f.negative(x))), f.number(0.5));
            case COSH -> f.into(y, BuiltinOperator.MUL, f.add(f.exp(x), f.exp(f.negative(x))), f.number(0.5));
            case ASINH -> {
                WrittenTensor magnitude = f.abs(x);
                WrittenTensor root = f.apply(BuiltinOperator.SQRT, f.add(f.square(x), one));
                WrittenTensor log = f.apply(BuiltinOperator.LOG, f.add(magnitude, root));
                f.into(y, BuiltinOperator.MUL, f.apply(BuiltinOperator.SIGN, x), log);
            }
            case ACOSH -> {
                WrittenTensor root = f.apply(BuiltinOperator.SQRT, f.subtract(f.square(x), one));
                f.into(y, BuiltinOperator.LOG, f.add(x, root));
            }
            case ATANH -> {
                WrittenTensor ratio = f.divide(f.add(one, x), f.subtract(one, x));
                f.into(y, BuiltinOperator.MUL, f.apply(BuiltinOperator.LOG, ratio), f.number(0.5));
            }
            case SOFTPLUS -> {
                WrittenTensor tail = f.apply(BuiltinOperator.LOG, f.add(f.exp(f.negative(f.abs(x))), one));
                f.into(y, BuiltinOperator.ADD, f.apply(BuiltinOperator.RELU, x), tail);
            }
            case SOFTSIGN -> f.into(y, BuiltinOperator.DIV, x, f.add(f.abs(x), one));
            default -> throw new IllegalStateException(function + " has an operator");
        }
    }

    /** {@code sqrt(1 - x²)}. */
    private static WrittenTensor opposite(WrittenTensor x, Formula f) {
        return f.apply(BuiltinOperator.SQRT, f.subtract(f.number(1), f.square(x)));
    }

    private static WrittenTensor onesLike(WrittenTensor x, Formula f) {
        return f.add(f.multiply(x, f.number(0)), f.number(1));
    }

    /** {@code sign(x) · (1 - (a1·t + … + a5·t⁵) · exp(-x²))} with {@code t = 1 / (1 + p·|x|)}. */
    private static void errorFunction(WrittenTensor x, WrittenTensor y, Formula f) {
        WrittenTensor one = f.number(1);
        WrittenTensor t = f.divide(one, f.add(f.multiply(f.abs(x), f.number(ERF_P)), one));
        WrittenTensor sum = f.multiply(t, f.number(ERF[0]));
        for (int i = 1; i < ERF.length; i++) {
            sum = f.multiply(f.add(sum, f.number(ERF[i])), t);
        }
        WrittenTensor tail = f.multiply(sum, f.exp(f.negative(f.square(x))));
        f.into(y, BuiltinOperator.MUL, f.apply(BuiltinOperator.SIGN, x), f.subtract(one, tail));
    }
}
