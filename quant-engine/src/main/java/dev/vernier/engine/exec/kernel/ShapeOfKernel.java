package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.tensor.Tensor;
import java.util.Arrays;

/** The dimensions of a tensor as a tensor. */
final class ShapeOfKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        ShapeOf op = call.op(ShapeOf.class);
        long[] dims = call.shape(0).toArray();
        int start = bounded(op.start(), dims.length);
        int end = Math.max(start, bounded(op.end(), dims.length));
        long[] part = Arrays.copyOfRange(dims, start, end);
        return new Tensor[] {Tensor.of(TensorData.ofLongs(Shape.of(part.length), part))};
    }

    private static int bounded(int index, int rank) {
        int i = index < 0 ? index + rank : index;
        return Math.max(0, Math.min(rank, i));
    }
}
