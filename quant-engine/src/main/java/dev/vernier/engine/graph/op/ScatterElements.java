package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * A copy of the first operand with elements of the third put in: each at its own place but for one axis, along which the second operand says
 * where (ONNX {@code ScatterElements}). Operands x, indices, updates of the indices' shape. Negative indices count from the end.
 */
public record ScatterElements(int axis, ScatterReduction reduction) implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of(0, 2);
    }
}
