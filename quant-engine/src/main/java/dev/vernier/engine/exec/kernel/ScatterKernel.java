package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.ScatterElements;
import dev.vernier.engine.graph.op.ScatterNd;
import dev.vernier.engine.graph.op.ScatterReduction;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.stream.LongStream;

/** A copy of a tensor with elements or slices put in, one after another: of several updates of one place the last one stays. */
final class ScatterKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        if (call.tensor(2).type() != call.tensor(0).type()) {
            throw call.error("puts elements of type " + call.tensor(2).type() + " into a tensor of type "
                    + call.tensor(0).type() + "; insert a Cast");
        }
        try (Owned owned = new Owned()) {
            Tensor x = owned.add(MemoryOrder.rowMajor(call.tensor(0), call.resources()));
            Tensor updates = owned.add(MemoryOrder.rowMajor(call.tensor(2), call.resources()));
            boolean elements = call.op() instanceof ScatterElements;
            int[] places = elements ? elementPlaces(call, x, updates) : slicePlaces(call, x, updates);
            int block = places.length == 0 ? 0 : (int) (updates.elementCount() / places.length);
            ScatterReduction reduction = elements
                    ? call.op(ScatterElements.class).reduction()
                    : call.op(ScatterNd.class).reduction();
            Tensor out = Tensor.allocate(x.type(), x.shape());
            out.buffer().put(0, x.buffer(), 0, (int) x.bytes());
            put(out, places, block, updates, reduction);
            return new Tensor[] {out};
        }
    }

    private static int[] elementPlaces(KernelCall call, Tensor x, Tensor updates) {
        int rank = x.shape().rank();
        int axis = ShapeKernel.normalized(call, call.op(ScatterElements.class).axis(), rank, rank);
        if (!updates.shape().equals(call.shape(1))) {
            throw call.shapeError("updates must have the shape of the indices");
        }
        return ElementPlaces.of(call, x.shape(), call.shape(1), axis, call.longs(1));
    }

    private static int[] slicePlaces(KernelCall call, Tensor x, Tensor updates) {
        Shape indexShape = call.shape(1);
        Shape shape = x.shape();
        int tuple = indexShape.rank() == 0 ? 0 : (int) indexShape.dim(-1);
        if (tuple == 0 || tuple > shape.rank()) {
            throw call.shapeError("index tuples of " + tuple + " entries do not fit");
        }
        Shape expected = Shape.of(LongStream.concat(
                        LongStream.of(indexShape.toArray()).limit(indexShape.rank() - 1L),
                        LongStream.of(shape.toArray()).skip(tuple))
                .toArray());
        if (!updates.shape().equals(expected)) {
            throw call.shapeError("updates must have shape " + expected);
        }
        long[] indices = call.longs(1);
        long[] strides = Tensor.rowMajorStrides(shape);
        int[] places = new int[indices.length / tuple];
        for (int t = 0; t < places.length; t++) {
            long at = 0;
            for (int i = 0; i < tuple; i++) {
                long n = shape.dim(i);
                long index = indices[t * tuple + i];
                if (index < -n || index >= n) {
                    throw call.shapeError("index " + index + " is outside axis " + i + " of length " + n);
                }
                at += (index < 0 ? index + n : index) * strides[i];
            }
            places[t] = (int) at;
        }
        return places;
    }

    private static void put(Tensor out, int[] places, int block, Tensor updates, ScatterReduction reduction) {
        ByteBuffer from = updates.buffer();
        ByteBuffer to = out.buffer();
        int size = out.elementBytes();
        DataType type = out.type();
        for (int p = 0; p < places.length; p++) {
            if (reduction == ScatterReduction.NONE) {
                to.put(places[p] * size, from, p * block * size, block * size);
                continue;
            }
            for (int i = 0; i < block; i++) {
                int at = places[p] + i;
                if (type.isFloating()) {
                    double there = ScalarLoops.getDouble(to, type, at);
                    double update = ScalarLoops.getDouble(from, type, p * block + i);
                    ScalarLoops.putDouble(to, type, at, joined(reduction, there, update));
                } else {
                    long there = ScalarLoops.getLong(to, type, at);
                    long update = ScalarLoops.getLong(from, type, p * block + i);
                    ScalarLoops.putLong(to, type, at, joined(reduction, there, update));
                }
            }
        }
    }

    private static double joined(ScatterReduction reduction, double there, double update) {
        return switch (reduction) {
            case NONE -> update;
            case ADD -> there + update;
            case MUL -> there * update;
            case MAX -> Math.max(there, update);
            case MIN -> Math.min(there, update);
        };
    }

    private static long joined(ScatterReduction reduction, long there, long update) {
        return switch (reduction) {
            case NONE -> update;
            case ADD -> there + update;
            case MUL -> there * update;
            case MAX -> Math.max(there, update);
            case MIN -> Math.min(there, update);
        };
    }
}
