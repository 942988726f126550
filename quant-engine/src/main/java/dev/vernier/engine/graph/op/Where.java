package dev.vernier.engine.graph.op;

import java.util.List;

/** Takes an element of the second operand where the first is true, of the third elsewhere, with broadcasting (ONNX {@code Where}). */
public record Where() implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of(1, 2);
    }
}
