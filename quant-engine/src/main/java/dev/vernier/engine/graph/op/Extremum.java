package dev.vernier.engine.graph.op;

import java.util.List;

/** The largest or smallest of its operands, element by element with broadcasting (ONNX {@code Max}, {@code Min}). */
public record Extremum(Kind kind) implements Op {
    /** Which of the operands' elements is taken. */
    public enum Kind {
        MAX,
        MIN
    }

    @Override
    public List<Integer> quantizableInputs() {
        return List.of(0, 1);
    }

    @Override
    public String type() {
        return kind == Kind.MAX ? "Max" : "Min";
    }
}
