package dev.vernier.engine.graph.op;

import java.util.List;

/** Rows with one element on; operands indices, depth, values {@code [off, on]} (ONNX {@code OneHot}). */
public record OneHot(int axis) implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }
}
