package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * The first operand with a part overwritten; operands x, update, start indices (one for each axis, moved inside so that the update
 * fits; TensorFlow Lite {@code DYNAMIC_UPDATE_SLICE}).
 */
public record DynamicUpdateSlice() implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of(0, 1);
    }
}
