package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * Long short-term memory (ONNX {@code LSTM}; Hochreiter and Schmidhuber 1997, with peepholes Gers and Schmidhuber 2000).
 *
 * <p>Operands x {@code [steps, batch, in]}, w {@code [directions, 4·hidden, in]}, r {@code [directions, 4·hidden, hidden]}, optional bias
 * {@code [directions, 8·hidden]} (of w, then of r), optional steps of each sample {@code [batch]}, optional first h and c
 * {@code [directions, batch, hidden]}, optional peepholes {@code [directions, 3·hidden]} (i, o, f), optional
 * mask {@code [batch, steps]}: a step where it is 0 is passed over, the state and what was answered last staying (as in Keras; ONNX has no
 * such operand). Gates in the order i, o, f, c. Results
 * y {@code [steps, directions, batch, hidden]}, last h and last c {@code [directions, batch, hidden]}.
 *
 * @param functions three a direction: of the gates, of the candidate, of the output
 * @param clip limit of what goes into the functions; infinite for none
 * @param inputForget whether the forget gate is one minus the input gate
 * @param batchFirst whether the batch is the first axis of x, y ({@code [batch, steps, directions, hidden]}), h and c
 */
public record Lstm(
        int hidden,
        RecurrentDirection direction,
        List<GateFunction> functions,
        float clip,
        boolean inputForget,
        boolean batchFirst)
        implements Op {
    /** Operand index of the mask. */
    public static final int MASK = 8;

    public Lstm {
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
        return "LSTM";
    }
}
