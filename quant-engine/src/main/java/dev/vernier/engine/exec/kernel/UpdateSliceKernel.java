package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.tensor.StridedCopy;
import dev.vernier.engine.tensor.Tensor;

/** A copy of a tensor with a part overwritten. */
final class UpdateSliceKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        try (Owned owned = new Owned()) {
            Tensor x = owned.add(MemoryOrder.rowMajor(call.tensor(0), call.resources()));
            Tensor update = owned.add(MemoryOrder.rowMajor(call.tensor(1), call.resources()));
            long[] starts = call.longs(2);
            Shape shape = x.shape();
            boolean fits = update.type() == x.type() && update.shape().rank() == shape.rank();
            for (int axis = 0; fits && axis < shape.rank(); axis++) {
                fits = update.shape().dim(axis) <= shape.dim(axis);
            }
            if (!fits || starts.length != shape.rank()) {
                throw call.shapeError("the update does not fit into the operand");
            }
            long[] strides = x.strides();
            long offset = 0;
            for (int axis = 0; axis < shape.rank(); axis++) {
                long last = shape.dim(axis) - update.shape().dim(axis);
                offset += Math.max(0, Math.min(last, starts[axis])) * strides[axis];
            }
            Tensor out = Tensor.allocate(x.type(), shape);
            out.buffer().put(0, x.buffer(), 0, (int) x.bytes());
            if (shape.rank() == 0) {
                out.buffer().put(0, update.buffer(), 0, x.elementBytes());
            } else {
                StridedCopy.copy(
                        update.buffer(),
                        0,
                        update.strides(),
                        out.buffer(),
                        offset,
                        strides,
                        update.shape().toArray(),
                        x.elementBytes());
            }
            return new Tensor[] {out};
        }
    }
}
