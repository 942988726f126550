package dev.vernier.engine.graph.op;

import dev.vernier.engine.graph.DataType;
import java.util.List;

/**
 * Converts the element type; floating to integer truncates toward zero.
 */
public record Cast(DataType to) implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }
}
