package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Unsqueeze;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Reshape, Flatten, Squeeze, Unsqueeze and Identity: the same elements in the same order under another shape, without a copy. */
final class ShapeKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        Tensor x = call.tensor(0);
        Shape shape = shapeOf(call, x.shape());
        if (shape.equals(x.shape())) {
            return new Tensor[] {x.retain()};
        }
        try (Tensor rows = MemoryOrder.rowMajor(x, call.resources())) {
            return new Tensor[] {rows.reshaped(shape)};
        }
    }

    private static Shape shapeOf(KernelCall call, Shape x) {
        Op op = call.op();
        if (op instanceof Reshape) {
            return reshape(call, x, call.longs(1), ((Reshape) op).allowZero());
        }
        if (op instanceof Flatten) {
            int axis = normalized(call, ((Flatten) op).axis(), x.rank(), x.rank() + 1);
            long rows = 1;
            for (int i = 0; i < axis; i++) {
                rows *= x.dim(i);
            }
            long columns = 1;
            for (int i = axis; i < x.rank(); i++) {
                columns *= x.dim(i);
            }
            return Shape.of(rows, columns);
        }
        if (op instanceof Squeeze) {
            return squeeze(call, x);
        }
        return op instanceof Unsqueeze ? unsqueeze(call, x) : x;
    }

    private static Shape reshape(KernelCall call, Shape x, long[] wanted, boolean allowZero) {
        long[] dims = wanted.clone();
        int open = -1;
        long known = 1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == 0 && !allowZero) {
                if (i >= x.rank()) {
                    throw call.shapeError("new shape keeps axis " + i + ", which the operand has not");
                }
                dims[i] = x.dim(i);
            }
            if (dims[i] == -1 && open < 0) {
                open = i;
            } else if (dims[i] < 0) {
                throw call.shapeError("new shape " + java.util.Arrays.toString(wanted) + " is no shape");
            } else {
                known = Math.multiplyExact(known, dims[i]);
            }
        }
        long count = x.elementCount();
        if (open >= 0) {
            dims[open] = known == 0 ? 0 : count / known;
            known *= dims[open];
        }
        if (known != count) {
            throw call.shapeError("a tensor of shape " + x + " has " + count + " elements and cannot take shape "
                    + java.util.Arrays.toString(wanted));
        }
        return Shape.of(dims);
    }

    private static Shape squeeze(KernelCall call, Shape x) {
        TreeSet<Integer> drop = new TreeSet<>();
        if (call.has(1)) {
            for (long axis : call.longs(1)) {
                int a = normalized(call, axis, x.rank(), x.rank());
                if (x.dim(a) != 1) {
                    throw call.shapeError("axis " + a + " of shape " + x + " has not length 1");
                }
                drop.add(a);
            }
        }
        List<Long> dims = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            if (call.has(1) ? !drop.contains(i) : x.dim(i) != 1) {
                dims.add(x.dim(i));
            }
        }
        return Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    }

    private static Shape unsqueeze(KernelCall call, Shape x) {
        long[] axes = call.longs(1);
        int rank = x.rank() + axes.length;
        TreeSet<Integer> added = new TreeSet<>();
        for (long axis : axes) {
            added.add(normalized(call, axis, rank, rank));
        }
        if (added.size() != axes.length) {
            throw call.error("inserts an axis twice");
        }
        long[] dims = new long[rank];
        int next = 0;
        for (int i = 0; i < rank; i++) {
            dims[i] = added.contains(i) ? 1 : x.dim(next++);
        }
        return Shape.of(dims);
    }

    /**
     * An axis counted from the front.
     *
     * @param rank what negative axes are counted from
     * @param end axes are below it
     */
    static int normalized(KernelCall call, long axis, int rank, int end) {
        long a = axis < 0 ? axis + rank : axis;
        if (a < 0 || a >= end) {
            throw call.shapeError("there is no axis " + axis);
        }
        return (int) a;
    }
}
