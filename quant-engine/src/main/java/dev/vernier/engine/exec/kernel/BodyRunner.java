package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Body;
import dev.vernier.engine.tensor.Tensor;
import java.util.List;

/** Runs the graphs inside nodes, for the kernels of the operations that have some. */
@FunctionalInterface
public interface BodyRunner {
    /**
     * @param inputs one tensor for each input of the body's graph; they stay the caller's
     * @param resources where what the body needs is prepared once
     * @return one tensor for each output, owned by the caller
     */
    List<Tensor> run(Body body, List<Tensor> inputs, PreparedResources resources);
}
