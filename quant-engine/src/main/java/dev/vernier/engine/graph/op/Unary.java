package dev.vernier.engine.graph.op;

import java.util.List;
import java.util.Locale;

/** A function of one operand, element by element (the ONNX operator of the function's name). */
public record Unary(Function function) implements Op {
    /** What is computed for each element. */
    public enum Function {
        ABS,
        NEG,
        SIGN,
        FLOOR,
        CEIL,
        /** Half to even. */
        ROUND,
        SQRT,
        RECIPROCAL,
        EXP,
        LOG,
        ERF,
        SIN,
        COS,
        TAN,
        ASIN,
        ACOS,
        ATAN,
        SINH,
        COSH,
        ASINH,
        ACOSH,
        ATANH,
        /** {@code log(1 + exp(x))}. */
        SOFTPLUS,
        /** {@code x / (1 + |x|)}. */
        SOFTSIGN
    }

    @Override
    public List<Integer> quantizableInputs() {
        return List.of(0);
    }

    @Override
    public String type() {
        return function.name().charAt(0) + function.name().substring(1).toLowerCase(Locale.ROOT);
    }
}
