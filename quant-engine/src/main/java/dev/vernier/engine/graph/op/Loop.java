package dev.vernier.engine.graph.op;

import dev.vernier.engine.graph.Body;
import java.util.List;

/**
 * A graph run again and again (ONNX {@code Loop}).
 *
 * <p>Operands: the most runs there may be (int64; left out for no limit), whether to run at all (left out for yes), the first values that
 * are carried from run to run, then values from outside that stay the same. The body's inputs: the number of the run, whether to go on, the
 * carried values, the values from outside; its outputs: whether to go on, the carried values, then what each run answers. Results: the
 * carried values after the last run, then each answer of all runs, stacked along a new first axis.
 *
 * @param carried how many values are carried from run to run
 */
public record Loop(Body body, int carried) implements Op {
    /** Runs in one evaluation, those of loops inside counted too: more come from a mistake. */
    public static final int MAX_RUNS = 100_000;

    @Override
    public List<Body> bodies() {
        return List.of(body);
    }

    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }
}
