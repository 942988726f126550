package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.GatherNd;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.stream.LongStream;

/** Elements or slices at index tuples; negative indices count from the end. */
final class GatherNdKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        try (Tensor x = MemoryOrder.rowMajor(call.tensor(0), call.resources())) {
            int batchDims = call.op(GatherNd.class).batchDims();
            Shape indexShape = call.shape(1);
            Shape shape = x.shape();
            int tuple = indexShape.rank() == 0 ? 0 : (int) indexShape.dim(-1);
            int from = batchDims + tuple;
            if (indexShape.rank() <= batchDims || from > shape.rank()) {
                throw call.shapeError("index tuples of " + tuple + " entries do not fit");
            }
            long[] dims = LongStream.concat(
                            LongStream.of(indexShape.toArray()).limit(indexShape.rank() - 1L),
                            LongStream.of(shape.toArray()).skip(from))
                    .toArray();
            Tensor out = Tensor.allocate(x.type(), Shape.of(dims));
            copy(call, x, batchDims, tuple, out);
            return new Tensor[] {out};
        }
    }

    private static void copy(KernelCall call, Tensor x, int batchDims, int tuple, Tensor out) {
        long[] indices = call.longs(1);
        long[] strides = Tensor.rowMajorStrides(x.shape());
        int block = x.elementBytes();
        for (int axis = batchDims + tuple; axis < x.shape().rank(); axis++) {
            block *= (int) x.shape().dim(axis);
        }
        long batches = 1;
        for (int axis = 0; axis < batchDims; axis++) {
            batches *= x.shape().dim(axis);
        }
        int tuples = (int) (block == 0 ? 0 : out.bytes() / block);
        long tuplesPerBatch = batches == 0 ? 0 : tuples / batches;
        long batchStride = batches == 0 ? 0 : x.elementCount() / batches;
        ByteBuffer source = x.buffer();
        ByteBuffer target = out.buffer();
        for (int t = 0; t < tuples; t++) {
            long at = t / tuplesPerBatch * batchStride;
            for (int i = 0; i < tuple; i++) {
                long n = x.shape().dim(batchDims + i);
                long index = indices[t * tuple + i];
                if (index < -n || index >= n) {
                    throw call.shapeError("index " + index + " is outside axis " + (batchDims + i) + " of length " + n);
                }
                at += (index < 0 ? index + n : index) * strides[batchDims + i];
            }
            target.put(t * block, source, (int) (at * x.elementBytes()), block);
        }
    }
}
