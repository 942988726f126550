package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * Gated recurrent unit (ONNX {@code GRU}; Cho et al. 2014).
 *
 * <p>Operands x {@code [steps, batch, in]}, w {@code [directions, 3·hidden, in]}, r {@code [directions, 3·hidden, hidden]}, optional bias
 * {@code [directions, 6·hidden]} (of w, then of r), optional steps of each sample {@code [batch]}, optional first h
 * {@code [directions, batch, hidden]}, optional mask {@code [batch, steps]}: a step where it is 0 is passed over, the state and what was
 * answered last staying (as in Keras; ONNX has no such operand). Gates in the order z, r, h. Results y
 * {@code [steps, directions, batch, hidden]} and last h {@code [directions, batch, hidden]}.
 *
 * @param functions two a direction: of the gates, of the candidate
 * @param clip limit of what goes into the functions; infinite for none
 * @param resetAfter whether the reset gate acts on {@code r · h} instead of on h (ONNX {@code linear_before_reset})
 * @param batchFirst whether the batch is the first axis of x, y ({@code [batch, steps, directions, hidden]}) and h
 */
public record Gru(
        int hidden,
        RecurrentDirection direction,
        List<GateFunction> functions,
        float clip,
        boolean resetAfter,
        boolean batchFirst)
        implements Op {
    /** Operand index of the mask. */
    public static final int MASK = 6;

    public Gru {
        functions = List.copyOf(functions);
    }

    @Override
    public int weightInput() {
        return 1;
    }

    @Override
    public int weightChannelAxis() {
        return 1;
    }

    @Override
    public String type() {
        return "GRU";
    }
}
