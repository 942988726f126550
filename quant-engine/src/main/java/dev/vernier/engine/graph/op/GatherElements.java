package dev.vernier.engine.graph.op;

/**
 * For each index of the second operand the element of the first that stands at the same place but for one axis, along which the index says
 * where; the result has the indices' shape (ONNX {@code GatherElements}). Negative indices count from the end.
 */
public record GatherElements(int axis) implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
