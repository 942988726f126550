package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Tensors that live until the end of a kernel's run. */
final class Owned implements AutoCloseable {
    private final List<Tensor> tensors = new ArrayList<>();

    Tensor add(Tensor t) {
        tensors.add(t);
        return t;
    }

    @Override
    public void close() {
        tensors.forEach(Tensor::close);
    }
}
