package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.tensor.Tensor;

/** Computes one class of operations. Has no state of its own: what it prepares is in {@link PreparedResources}. */
public interface Kernel {
    /**
     * Computes the node's results.
     *
     * @return one tensor a result, owned by the caller
     * @throws dev.vernier.engine.VernierException if the operands do not fit together
     */
    Tensor[] run(KernelCall call);

    /** Whether it applies {@linkplain KernelCall#post() what follows} the operation; otherwise nothing is fused to it. */
    default boolean fusesPostOperations() {
        return false;
    }
}
