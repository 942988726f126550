package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.PadMode;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;

/** A border of a constant, the edge, a reflection or the other side; negative amounts crop. */
final class PadKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        Tensor x = call.tensor(0);
        int rank = x.shape().rank();
        long[] pads = call.longs(1);
        long[] axes = call.has(3) ? call.longs(3) : null;
        int count = axes == null ? rank : axes.length;
        if (pads.length != 2 * count) {
            throw call.shapeError(pads.length + " pads for " + count + " axes");
        }
        long[] begin = new long[rank];
        long[] end = new long[rank];
        for (int i = 0; i < count; i++) {
            int axis = axes == null ? i : ShapeKernel.normalized(call, axes[i], rank, rank);
            begin[axis] = pads[i];
            end[axis] = pads[count + i];
        }
        long[] dims = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            try {
                dims[axis] = Math.max(0, Math.addExact(Math.addExact(x.shape().dim(axis), begin[axis]), end[axis]));
            } catch (ArithmeticException e) {
                throw new VernierException(call.error("pads are too large").getMessage(), e);
            }
        }
        if (rank == 0) {
            return new Tensor[] {x.retain()};
        }
        Tensor out = Tensor.allocateLike(x, Shape.of(dims), x.format());
        PadMode mode = call.op(Pad.class).mode();
        if (mode == PadMode.CONSTANT
                && Arrays.stream(begin).allMatch(n -> n >= 0)
                && Arrays.stream(end).allMatch(n -> n >= 0)) {
            surround(call, x, begin, out);
            return new Tensor[] {out};
        }
        int[][] sources = new int[rank][];
        for (int axis = 0; axis < rank; axis++) {
            sources[axis] = new int[(int) dims[axis]];
            for (int i = 0; i < sources[axis].length; i++) {
                sources[axis][i] = source(i - begin[axis], x.shape().dim(axis), mode);
            }
        }
        IndexedCopy.copy(x, sources, fillValue(call, x), out);
        return new Tensor[] {out};
    }

    /** Fills {@code out} with the border's value, then copies {@code x} as a whole into its middle. */
    private static void surround(KernelCall call, Tensor x, long[] begin, Tensor out) {
        ByteBuffer fill = fillValue(call, x);
        int size = x.elementBytes();
        if (size == 1 || fill.getLong(0) == 0) {
            Pointer.memset(out.pointer(), fill.get(0), out.bytes());
        } else {
            ByteBuffer to = out.buffer();
            for (int i = 0; i < to.capacity(); i += size) {
                to.put(i, fill, 0, size);
            }
        }
        long[] strides = out.strides();
        long first = 0;
        for (int axis = 0; axis < strides.length; axis++) {
            first += begin[axis] * strides[axis];
        }
        if (x.elementCount() > 0) {
            NativeView source = NativeView.of(x);
            NativeView middle = new NativeView(x.type(), source.dims(), strides);
            MemoryOrder.copy(x, 0, source, out, first, middle, call.resources());
        }
    }

    /** Which index of an axis of length {@code n} stands at position {@code i} counted from its first one. */
    private static int source(long i, long n, PadMode mode) {
        if (i >= 0 && i < n) {
            return (int) i;
        }
        if (n == 0) {
            return IndexedCopy.OUTSIDE;
        }
        switch (mode) {
            case EDGE:
                return (int) (i < 0 ? 0 : n - 1);
            case WRAP:
                return (int) Math.floorMod(i, n);
            case REFLECT:
                if (n == 1) {
                    return 0;
                }
                long period = 2 * (n - 1);
                long at = Math.floorMod(i, period);
                return (int) (at < n ? at : period - at);
            case SYMMETRIC:
                long place = Math.floorMod(i, 2 * n);
                return (int) (place < n ? place : 2 * n - 1 - place);
            default:
                return IndexedCopy.OUTSIDE;
        }
    }

    private static ByteBuffer fillValue(KernelCall call, Tensor x) {
        ByteBuffer fill = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        if (x.grid().isPresent()) {
            // Codes are padded with 0 alone, which every grid has.
            fill.put(0, (byte) x.grid().get().zeroPoint());
        } else if (call.has(2)) {
            fill.put(0, call.data(2).bytes(), 0, x.elementBytes());
        }
        return fill;
    }
}
