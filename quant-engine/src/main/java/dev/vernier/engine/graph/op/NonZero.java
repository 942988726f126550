package dev.vernier.engine.graph.op;

import java.util.List;

/** Where its operand is not 0: int64 {@code [rank, count]}, one column a place, in row-major order (ONNX {@code NonZero}). */
public record NonZero() implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }
}
