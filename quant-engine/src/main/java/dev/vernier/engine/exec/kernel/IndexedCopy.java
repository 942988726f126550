package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;

/** Fills a tensor from places of another that are given axis by axis: borders of any kind, nearest neighbours. */
final class IndexedCopy {
    /** Stands for a place outside the source, which takes the fill value. */
    static final int OUTSIDE = -1;

    private IndexedCopy() {}

    /**
     * {@code to[i, j, …] = from[sources[0][i], sources[1][j], …]}.
     *
     * @param sources for each axis of the shape, for each index of {@code to} the index of {@code from} or {@link #OUTSIDE}
     * @param fill one element
     * @param to in the format of {@code from}
     */
    static void copy(Tensor from, int[][] sources, ByteBuffer fill, Tensor to) {
        int rank = to.shape().rank();
        if (to.elementCount() == 0) {
            return;
        }
        int[][] physical = new int[rank][];
        for (int axis = 0; axis < rank; axis++) {
            physical[to.physicalAxis(axis)] = sources[axis];
        }
        long[] strides = Tensor.rowMajorStrides(from.physicalShape());
        int size = from.elementBytes();
        ByteBuffer source = from.buffer();
        ByteBuffer target = to.buffer();
        int[] last = physical[rank - 1];
        boolean whole = isWhole(last);
        int runs = (int) (to.elementCount() / last.length);
        ParallelLoop.run(runs, Math.max(1, 16384 / last.length), (begin, end) -> {
            for (int run = (int) begin; run < end; run++) {
                int base = baseOf(run, physical, strides);
                if (base >= 0 && whole) {
                    target.put(run * last.length * size, source, base * size, last.length * size);
                    continue;
                }
                for (int i = 0; i < last.length; i++) {
                    int at = (run * last.length + i) * size;
                    if (base < 0 || last[i] < 0) {
                        target.put(at, fill, 0, size);
                    } else {
                        move(source, (base + last[i]) * size, target, at, size);
                    }
                }
            }
        });
    }

    /** Whether every index stands for itself, so that rows are copied as they are. */
    private static boolean isWhole(int[] indices) {
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] != i) {
                return false;
            }
        }
        return true;
    }

    /** First element of the row of {@code from} that row {@code run} of the target takes, or -1. */
    private static int baseOf(int run, int[][] sources, long[] strides) {
        int rest = run;
        int base = 0;
        for (int axis = sources.length - 2; axis >= 0; axis--) {
            int index = sources[axis][rest % sources[axis].length];
            rest /= sources[axis].length;
            if (index < 0) {
                return -1;
            }
            base += (int) (index * strides[axis]);
        }
        return base;
    }

    private static void move(ByteBuffer source, int from, ByteBuffer target, int to, int size) {
        switch (size) {
            case 1:
                target.put(to, source.get(from));
                break;
            case 2:
                target.putShort(to, source.getShort(from));
                break;
            case 4:
                target.putInt(to, source.getInt(from));
                break;
            default:
                target.putLong(to, source.getLong(from));
        }
    }
}
