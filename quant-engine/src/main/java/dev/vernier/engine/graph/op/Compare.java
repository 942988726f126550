package dev.vernier.engine.graph.op;

import java.util.List;

/** Compares two operands element by element with broadcasting; the result is boolean (the ONNX operator of the relation's name). */
public record Compare(Relation relation) implements Op {
    /** What is asked of {@code a} and {@code b}. */
    public enum Relation {
        EQUAL("Equal"),
        GREATER("Greater"),
        GREATER_OR_EQUAL("GreaterOrEqual"),
        LESS("Less"),
        LESS_OR_EQUAL("LessOrEqual");

        private final String operator;

        Relation(String operator) {
            this.operator = operator;
        }
    }

    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }

    @Override
    public String type() {
        return relation.operator;
    }
}
