package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * The dimensions of its operand as int64, from {@code start} up to {@code end} (ONNX {@code Shape}; {@code Integer.MAX_VALUE} for all).
 */
public record ShapeOf(int start, int end) implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }

    @Override
    public String type() {
        return "Shape";
    }
}
