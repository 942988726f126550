package dev.vernier.engine.graph.op;

import java.util.List;
import java.util.Locale;

/** Joins two boolean operands element by element with broadcasting (ONNX {@code And}, {@code Or}, {@code Xor}). */
public record Logical(Connective connective) implements Op {
    /** How two truth values become one. */
    public enum Connective {
        AND,
        OR,
        XOR
    }

    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }

    @Override
    public String type() {
        return connective.name().charAt(0) + connective.name().substring(1).toLowerCase(Locale.ROOT);
    }
}
