package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.tensor.MemoryFormat;
import dev.vernier.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Axes in another order; without a copy where memory already lies that way, as between channels-first shapes and channels-last memory. */
final class TransposeKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        Tensor x = call.tensor(0);
        int[] order = orderOf(call, x.shape().rank());
        NativeView view = NativeView.of(x);
        if (order.length == 0) {
            return new Tensor[] {x.retain()};
        }
        NativeView wanted = view.permuted(order);
        Shape shape = Shape.of(wanted.dims());
        for (MemoryFormat format : MemoryFormat.values()) {
            if (format == MemoryFormat.ROW_MAJOR || (shape.rank() >= 3 && shape.rank() <= 5)) {
                Tensor relabelled = x.relabelled(shape, format);
                if (Arrays.equals(relabelled.strides(), wanted.strides())) {
                    return new Tensor[] {relabelled};
                }
                relabelled.close();
            }
        }
        return new Tensor[] {MemoryOrder.transposed(x, order, call.resources())};
    }

    private static int[] orderOf(KernelCall call, int rank) {
        List<Integer> permutation = call.op(Transpose.class).permutation();
        int[] order = new int[rank];
        for (int i = 0; i < rank; i++) {
            order[i] = permutation.isEmpty() ? rank - 1 - i : i < permutation.size() ? permutation.get(i) : -1;
        }
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < rank; i++) {
            if (sorted[i] != i || (!permutation.isEmpty() && permutation.size() != rank)) {
                throw call.shapeError("axis order " + permutation + " does not fit");
            }
        }
        return order;
    }
}
