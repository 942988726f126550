package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * The remainder of {@code a / b}, element by element with broadcasting (ONNX {@code Mod}): with the sign of the divisor, or, if
 * {@code truncated}, with that of the dividend as C's {@code fmod} has it.
 */
public record Mod(boolean truncated) implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of(0, 1);
    }
}
