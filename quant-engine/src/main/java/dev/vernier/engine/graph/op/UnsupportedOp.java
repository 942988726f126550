package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * An operation that Vernier does not run. The model still opens; nothing after this node can be evaluated.
 */
public record UnsupportedOp(String domain, String operator, String reason) implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }

    @Override
    public String type() {
        return operator;
    }
}
