package dev.vernier.engine.tensor;

import java.nio.ByteBuffer;

/** Copies a box of elements from one memory order to another: transposes, slices and borders of any element type. */
public final class StridedCopy {
    private StridedCopy() {}

    /**
     * Copies the elements at every index of a box of {@code dims}.
     *
     * @param sourceOffset element of {@code source} at index 0…0
     * @param sourceStrides elements between neighbours along each axis; may be negative or 0
     * @param targetOffset element of {@code target} at index 0…0
     * @param targetStrides elements between neighbours along each axis
     * @param elementBytes 1, 2, 4 or 8
     */
    public static void copy(
            ByteBuffer source,
            long sourceOffset,
            long[] sourceStrides,
            ByteBuffer target,
            long targetOffset,
            long[] targetStrides,
            long[] dims,
            int elementBytes) {
        for (long d : dims) {
            if (d == 0) {
                return;
            }
        }
        Box box = Box.merged(sourceStrides, targetStrides, dims);
        int outer = box.rank - 1;
        long rows = 1;
        for (int axis = 0; axis < outer; axis++) {
            rows *= box.dims[axis];
        }
        int length = Math.toIntExact(box.dims[outer]);
        ParallelLoop.run(rows, Math.max(1, 16384 / length), (from, to) -> {
            long[] index = box.indexOf(from);
            long s = sourceOffset;
            long t = targetOffset;
            for (int axis = 0; axis < outer; axis++) {
                s += index[axis] * box.source[axis];
                t += index[axis] * box.target[axis];
            }
            for (long row = from; row < to; row++) {
                row(source, s, box.source[outer], target, t, box.target[outer], length, elementBytes);
                for (int axis = outer - 1; axis >= 0; axis--) {
                    s += box.source[axis];
                    t += box.target[axis];
                    if (++index[axis] < box.dims[axis]) {
                        break;
                    }
                    s -= box.dims[axis] * box.source[axis];
                    t -= box.dims[axis] * box.target[axis];
                    index[axis] = 0;
                }
            }
        });
    }

    private static void row(
            ByteBuffer source,
            long from,
            long sourceStep,
            ByteBuffer target,
            long to,
            long targetStep,
            int length,
            int elementBytes) {
        int s = (int) from * elementBytes;
        int t = (int) to * elementBytes;
        if (sourceStep == 1 && targetStep == 1) {
            target.put(t, source, s, length * elementBytes);
            return;
        }
        int ds = (int) sourceStep * elementBytes;
        int dt = (int) targetStep * elementBytes;
        switch (elementBytes) {
            case 1:
                for (int i = 0; i < length; i++, s += ds, t += dt) {
                    target.put(t, source.get(s));
                }
                break;
            case 2:
                for (int i = 0; i < length; i++, s += ds, t += dt) {
                    target.putShort(t, source.getShort(s));
                }
                break;
            case 4:
                for (int i = 0; i < length; i++, s += ds, t += dt) {
                    target.putInt(t, source.getInt(s));
                }
                break;
            default:
                for (int i = 0; i < length; i++, s += ds, t += dt) {
                    target.putLong(t, source.getLong(s));
                }
        }
    }

    /** A box of indices with neighbouring axes merged where both sides step through them alike. */
    private static final class Box {
        private final int rank;
        private final long[] dims;
        private final long[] source;
        private final long[] target;

        private Box(int rank, long[] dims, long[] source, long[] target) {
            this.rank = rank;
            this.dims = dims;
            this.source = source;
            this.target = target;
        }

        static Box merged(long[] sourceStrides, long[] targetStrides, long[] dims) {
            long[] d = new long[dims.length + 1];
            long[] s = new long[dims.length + 1];
            long[] t = new long[dims.length + 1];
            int rank = 0;
            for (int axis = 0; axis < dims.length; axis++) {
                if (dims[axis] == 1) {
                    continue;
                }
                boolean merge = rank > 0
                        && s[rank - 1] == sourceStrides[axis] * dims[axis]
                        && t[rank - 1] == targetStrides[axis] * dims[axis];
                if (merge) {
                    d[rank - 1] *= dims[axis];
                } else {
                    d[rank++] = dims[axis];
                }
                s[rank - 1] = sourceStrides[axis];
                t[rank - 1] = targetStrides[axis];
            }
            if (rank == 0) {
                d[0] = 1;
                s[0] = 1;
                t[0] = 1;
                rank = 1;
            }
            return new Box(rank, d, s, t);
        }

        /** Index, along all axes but the last, of row {@code row}. */
        long[] indexOf(long row) {
            long[] index = new long[rank];
            long rest = row;
            for (int axis = rank - 2; axis >= 0; axis--) {
                index[axis] = rest % dims[axis];
                rest /= dims[axis];
            }
            return index;
        }
    }
}
