package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Op;
import java.util.Optional;

/** What is done to each element of a result before it is written to memory. */
public sealed interface PostOperation {
    /** The numbers it has for the tensor or for each channel, if it has any. */
    default Optional<QuantParams> grid() {
        return Optional.empty();
    }

    /** Limits the element. */
    record Limit(Clamp clamp) implements PostOperation {}

    /**
     * Quantizes and dequantizes the element: {@code (clamp(rint(x / scale) + zeroPoint, qMin, qMax) - zeroPoint) · scale}, each step
     * rounded as single-precision arithmetic rounds it, ties of {@code rint} to even. A result of 0 may have either sign, and a NaN
     * becomes the lowest code.
     */
    record FakeQuantize(QuantParams params) implements PostOperation {
        @Override
        public Optional<QuantParams> grid() {
            return Optional.of(params);
        }
    }

    /** Rounds the element to a step, and a quarter of a step up: {@link dev.vernier.engine.graph.op.FixedPointRescale}. */
    record RoundToSteps(QuantParams steps) implements PostOperation {
        @Override
        public Optional<QuantParams> grid() {
            return Optional.of(steps);
        }
    }

    /**
     * Multiplies the element, a sum of codes, so that it counts steps of the result's grid.
     *
     * @param factors the scales are the factors, one or one a channel; the zero points are 0
     * @param rounds to whole numbers, ties to even: what comes after adds to it
     */
    record Rescale(QuantParams factors, boolean rounds) implements PostOperation {
        @Override
        public Optional<QuantParams> grid() {
            return Optional.of(factors);
        }
    }

    /** Applies one of Sigmoid, Tanh, HardSigmoid, HardSwish, LeakyRelu. */
    record Activate(Op activation) implements PostOperation {}

    /**
     * Combines the element with the one at the same place in another operand.
     *
     * @param operation Add or Mul, its own activation not included
     * @param operand index of the other operand in the call
     */
    record Combine(Op operation, int operand) implements PostOperation {}
}
