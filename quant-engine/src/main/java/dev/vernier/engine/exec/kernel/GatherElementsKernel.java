package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.GatherElements;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;

/** Single elements at places that differ from their own along one axis. */
final class GatherElementsKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        try (Tensor x = MemoryOrder.rowMajor(call.tensor(0), call.resources())) {
            Shape to = call.shape(1);
            int rank = x.shape().rank();
            int axis =
                    ShapeKernel.normalized(call, call.op(GatherElements.class).axis(), rank, rank);
            int[] places = ElementPlaces.of(call, x.shape(), to, axis, call.longs(1));
            Tensor out = Tensor.allocate(x.type(), to);
            ByteBuffer source = x.buffer();
            ByteBuffer target = out.buffer();
            int size = x.elementBytes();
            for (int i = 0; i < places.length; i++) {
                target.put(i * size, source, places[i] * size, size);
            }
            return new Tensor[] {out};
        }
    }
}
