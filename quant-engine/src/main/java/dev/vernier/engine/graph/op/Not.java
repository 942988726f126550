package dev.vernier.engine.graph.op;

import java.util.List;

/** The opposite of a boolean operand (ONNX {@code Not}). */
public record Not() implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }
}
