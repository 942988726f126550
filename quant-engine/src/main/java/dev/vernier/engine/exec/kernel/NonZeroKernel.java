package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;

/** The places of what is not 0. */
final class NonZeroKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        try (Tensor x = MemoryOrder.rowMajor(call.tensor(0), call.resources())) {
            ByteBuffer values = x.buffer();
            int elements = (int) x.elementCount();
            int[] found = new int[elements];
            int count = 0;
            for (int i = 0; i < elements; i++) {
                if (ScalarLoops.getDouble(values, x.type(), i) != 0) {
                    found[count++] = i;
                }
            }
            long[] strides = Tensor.rowMajorStrides(x.shape());
            Tensor out = Tensor.allocate(DataType.INT64, Shape.of(strides.length, count));
            ByteBuffer to = out.buffer();
            for (int axis = 0; axis < strides.length; axis++) {
                for (int i = 0; i < count; i++) {
                    to.putLong(
                            (axis * count + i) * 8,
                            found[i] / strides[axis] % x.shape().dim(axis));
                }
            }
            return new Tensor[] {out};
        }
    }
}
