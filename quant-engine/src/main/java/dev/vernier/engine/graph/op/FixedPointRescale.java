package dev.vernier.engine.graph.op;

import dev.vernier.engine.graph.QuantParams;
import java.util.List;

/**
 * What an integer kernel that computes in fixed point has before its last rounding: {@code (rint(x / step) + 1/4) · step}. The quarter makes
 * values halfway between two codes of the grid that follows go up, as a shift to the right rounds them; it moves no others.
 *
 * @param steps the scales are the steps, one or one a channel; the zero points are 0
 */
public record FixedPointRescale(QuantParams steps) implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }
}
