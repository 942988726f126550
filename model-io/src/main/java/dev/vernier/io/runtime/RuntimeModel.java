package dev.vernier.io.runtime;

import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.List;

/** A model loaded in a real runtime, in this process. Not safe for several threads. */
public interface RuntimeModel extends AutoCloseable {
    /** Which runtime runs it. */
    TargetRuntime runtime();

    /** The version of the runtime's library. */
    String runtimeVersion();

    /**
     * Runs the model once.
     *
     * @param inputs in the model's order, each of the input's own element type
     * @return copies of the outputs, in the model's order
     * @throws dev.vernier.engine.VernierException if an input does not fit or the runtime fails
     */
    List<TensorData> run(List<TensorData> inputs);

    /** Frees all native memory. */
    @Override
    void close();
}
