package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.util.List;

/** Walks the result of a broadcast row by row, with the places of the operands' elements. */
final class BroadcastLoop {
    private final Shape shape;
    private final int[][] strides;

    private BroadcastLoop(Shape shape, int[][] strides) {
        this.shape = shape;
        this.strides = strides;
    }

    /** One row of the result: elements {@code to} and the {@code n - 1} after it. */
    @FunctionalInterface
    interface Row {
        /**
         * @param from of each operand the element that goes with the first one of the row
         * @param step of each operand, how far its next element is: 0 or 1
         */
        void compute(int to, int[] from, int[] step, int n);
    }

    /**
     * The loop over all operands broadcast against each other.
     *
     * @param operands row-major
     * @throws dev.vernier.engine.VernierException if they cannot be broadcast to one shape
     */
    static BroadcastLoop over(KernelCall call, List<Tensor> operands) {
        Shape shape = operands.get(0).shape();
        for (Tensor t : operands.subList(1, operands.size())) {
            shape = BinaryKernel.broadcast(call, shape, t.shape());
        }
        int rank = Math.max(1, shape.rank());
        int[][] strides = new int[operands.size()][rank];
        for (int o = 0; o < strides.length; o++) {
            Shape own = operands.get(o).shape();
            long[] all = Tensor.rowMajorStrides(own);
            for (int axis = 0; axis < own.rank(); axis++) {
                strides[o][rank - own.rank() + axis] = own.dim(axis) == 1 ? 0 : (int) all[axis];
            }
        }
        return new BroadcastLoop(shape, strides);
    }

    Shape shape() {
        return shape;
    }

    void run(Row row) {
        int count = Math.toIntExact(shape.elementCount());
        if (count == 0) {
            return;
        }
        int rank = Math.max(1, shape.rank());
        int length = shape.rank() == 0 ? 1 : (int) shape.dim(-1);
        int[] step = new int[strides.length];
        for (int o = 0; o < step.length; o++) {
            step[o] = strides[o][rank - 1];
        }
        ParallelLoop.run(count / length, Math.max(1, 4096 / length), (begin, end) -> {
            int[] from = new int[strides.length];
            for (int r = (int) begin; r < end; r++) {
                place(r, from, rank);
                row.compute(r * length, from, step, length);
            }
        });
    }

    private void place(int row, int[] from, int rank) {
        java.util.Arrays.fill(from, 0);
        int rest = row;
        for (int axis = rank - 2; axis >= 0; axis--) {
            int index = rest % (int) shape.dim(axis);
            rest /= (int) shape.dim(axis);
            for (int o = 0; o < from.length; o++) {
                from[o] += index * strides[o][axis];
            }
        }
    }
}
