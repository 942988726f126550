package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Op;

/** What is done to each element of a result before it is written to memory. */
public sealed interface PostOperation {
    /** Limits the element. */
    record Limit(Clamp clamp) implements PostOperation {}

    /**
     * Quantizes and dequantizes the element: {@code (clamp(rint(x / scale) + zeroPoint, qMin, qMax) - zeroPoint) · scale}, each step
     * rounded as single-precision arithmetic rounds it, ties of {@code rint} to even.
     */
    record FakeQuantize(QuantParams params) implements PostOperation {}

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
