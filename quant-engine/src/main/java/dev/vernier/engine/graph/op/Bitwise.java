package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * Combines the bits of two operands of one integer type, element by element with broadcasting (ONNX {@code BitwiseAnd}, {@code BitwiseOr},
 * {@code BitwiseXor}, {@code BitShift}).
 */
public record Bitwise(Kind kind) implements Op {
    /** How the bits are combined. */
    public enum Kind {
        AND("BitwiseAnd"),
        OR("BitwiseOr"),
        XOR("BitwiseXor"),
        SHIFT_LEFT("BitShift"),
        /** Zeros move in from the left: only unsigned integers are shifted. */
        SHIFT_RIGHT("BitShift");

        private final String operator;

        Kind(String operator) {
            this.operator = operator;
        }
    }

    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }

    @Override
    public String type() {
        return kind.operator;
    }
}
