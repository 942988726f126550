package dev.vernier.engine.graph.op;

import dev.vernier.engine.graph.DataType;
import java.util.List;

/**
 * Rounds values to FLOAT16 or BFLOAT16 and widens them again: a pair of casts in an exported model.
 */
public record RoundToFloat(DataType format) implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }
}
