package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * Values rounded to a fine step and moved a quarter of it away from {@code origin}, so that those halfway between two codes of the grid that
 * follows are rounded away from it; no others change their code. Integer division rounds so, the origin being the real value of code 0.
 *
 * @param step a small, whole part of the step between two codes
 */
public record RoundAwayFrom(float origin, float step) implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }
}
