package dev.vernier.engine.graph.op;

import dev.vernier.engine.graph.Body;
import java.util.List;

/**
 * One of two graphs, as the first operand says, a single truth value (ONNX {@code If}). All other operands are inputs of both graphs, in
 * order; the results are those of the graph that ran.
 */
public record If(Body then, Body otherwise) implements Op {
    @Override
    public List<Body> bodies() {
        return List.of(then, otherwise);
    }

    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }
}
