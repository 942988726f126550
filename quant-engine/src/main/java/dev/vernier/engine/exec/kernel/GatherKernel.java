package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.stream.LongStream;

/** Slices of a tensor at given indices along one axis; negative indices count from the end. */
final class GatherKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        try (Tensor x = MemoryOrder.rowMajor(call.tensor(0), call.resources())) {
            Shape shape = x.shape();
            int axis = ShapeKernel.normalized(call, call.op(Gather.class).axis(), shape.rank(), shape.rank());
            long[] indices = call.longs(1);
            long[] dims = LongStream.concat(
                            LongStream.concat(
                                    LongStream.of(shape.toArray()).limit(axis),
                                    LongStream.of(call.shape(1).toArray())),
                            LongStream.of(shape.toArray()).skip(axis + 1L))
                    .toArray();
            long n = shape.dim(axis);
            for (int i = 0; i < indices.length; i++) {
                if (indices[i] < -n || indices[i] >= n) {
                    throw call.shapeError("index " + indices[i] + " is outside axis " + axis + " of length " + n);
                }
                indices[i] = indices[i] < 0 ? indices[i] + n : indices[i];
            }
            Tensor out = Tensor.allocate(x.type(), Shape.of(dims));
            copy(x, axis, indices, out);
            return new Tensor[] {out};
        }
    }

    private static void copy(Tensor x, int axis, long[] indices, Tensor out) {
        long inner = x.elementBytes();
        for (int i = axis + 1; i < x.shape().rank(); i++) {
            inner *= x.shape().dim(i);
        }
        int block = (int) inner;
        long n = x.shape().dim(axis);
        if (block == 0 || n == 0) {
            return;
        }
        long outer = x.bytes() / (n * block);
        ByteBuffer from = x.buffer();
        ByteBuffer to = out.buffer();
        int at = 0;
        for (long o = 0; o < outer; o++) {
            for (long index : indices) {
                to.put(at, from, (int) ((o * n + index) * block), block);
                at += block;
            }
        }
    }
}
