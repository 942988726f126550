package dev.vernier.engine.quantize;

import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.LogSoftmax;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Resize;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Tanh;
import java.util.Optional;

/** Grids that TensorFlow Lite's kernels prescribe for results (its quantization specification). */
public final class TfliteGrid {
    private static final float OF_16_BITS = 1f / 32768;

    private TfliteGrid() {}

    /**
     * The only grid a kernel answers on: softmax and logistic 1/256 from 0 up, tanh 1/128 around 0, log-softmax 16/256 from 0 down; at 16
     * bits 1/32768.
     *
     * @param bits of the codes
     * @return empty where any grid will do, or there is no kernel for such codes
     */
    public static Optional<QuantParams> ofResult(Op op, int bits) {
        boolean positive = op instanceof Softmax || op instanceof Sigmoid;
        boolean signed = op instanceof Tanh;
        if (bits == 16) {
            return positive || signed
                    ? Optional.of(QuantParams.perTensor(QuantType.INT16_NARROW, OF_16_BITS, 0))
                    : Optional.empty();
        }
        if (bits != 8) {
            return Optional.empty();
        }
        if (positive) {
            return Optional.of(QuantParams.perTensor(QuantType.INT8, 1f / 256, -128));
        }
        if (signed) {
            return Optional.of(QuantParams.perTensor(QuantType.INT8, 1f / 128, 0));
        }
        return op instanceof LogSoftmax
                ? Optional.of(QuantParams.perTensor(QuantType.INT8, 16f / 256, 127))
                : Optional.empty();
    }

    /** Whether a kernel computes new values, but answers on its operand's grid only. */
    public static boolean sharesOperandGrid(Op op) {
        return op instanceof AveragePool || (op instanceof Resize && ((Resize) op).mode() == Resize.Mode.LINEAR);
    }
}
