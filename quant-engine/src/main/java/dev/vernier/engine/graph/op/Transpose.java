package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * Axes in another order: output axis i is input axis {@code permutation[i]}.
 */
public record Transpose(List<Integer> permutation) implements Op {
    public Transpose {
        permutation = List.copyOf(permutation);
    }

    @Override
    public boolean keepsScale() {
        return true;
    }
}
