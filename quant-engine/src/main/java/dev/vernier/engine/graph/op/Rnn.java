package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * The plain recurrent layer {@code h = f(w · x + r · h + bias)} (ONNX {@code RNN}; Elman 1990).
 *
 * <p>Operands x {@code [steps, batch, in]}, w {@code [directions, hidden, in]}, r {@code [directions, hidden, hidden]}, optional bias
 * {@code [directions, 2·hidden]} (of w, then of r), optional steps of each sample {@code [batch]}, optional first h
 * {@code [directions, batch, hidden]}, optional mask {@code [batch, steps]}: a step where it is 0 is passed over, the state and what was
 * answered last staying (as in Keras; ONNX has no such operand). Results y {@code [steps, directions, batch, hidden]} and last h
 * {@code [directions, batch, hidden]}.
 *
 * @param functions one a direction
 * @param clip limit of what goes into the function; infinite for none
 * @param batchFirst whether the batch is the first axis of x, y ({@code [batch, steps, directions, hidden]}) and h
 */
public record Rnn(
        int hidden, RecurrentDirection direction, List<GateFunction> functions, float clip, boolean batchFirst)
        implements Op {
    /** Operand index of the mask. */
    public static final int MASK = 6;

    public Rnn {
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
        return "RNN";
    }
}
