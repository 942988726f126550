package dev.vernier.engine.calibrate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * What one thread computes statistics in, for one tensor after another: arrays that stay in the processor's first caches. Loops over them
 * have one index and equal lengths, which is what the compiler turns into vector instructions.
 */
final class WorkArrays {
    /** Values read at a time. */
    static final int BLOCK = 512;

    private static final ThreadLocal<WorkArrays> OF_THREAD = ThreadLocal.withInitial(WorkArrays::new);

    /** A block's values. */
    float[] values = new float[BLOCK];

    /** Running minima, maxima, sums and sums of squares, one of each for every place in a block. */
    float[] low = new float[BLOCK];

    float[] high = new float[BLOCK];
    float[] sums = new float[BLOCK];
    float[] squares = new float[BLOCK];

    final BinCounts counts = new BinCounts();

    private WorkArrays() {}

    static WorkArrays ofThisThread() {
        return OF_THREAD.get();
    }

    /** Makes room for blocks of {@code length} values: as many as there are channels, where that is more than {@link #BLOCK}. */
    void require(int length) {
        if (values.length < length) {
            values = new float[length];
            low = new float[length];
            high = new float[length];
            sums = new float[length];
            squares = new float[length];
        }
    }

    void clearExtremes(int length) {
        Arrays.fill(low, 0, length, Float.POSITIVE_INFINITY);
        Arrays.fill(high, 0, length, Float.NEGATIVE_INFINITY);
    }

    void clearSums(int length) {
        Arrays.fill(sums, 0, length, 0);
        Arrays.fill(squares, 0, length, 0);
    }

    /** The bits of floats, many at once: the same memory seen as floats and as ints. */
    static final class FloatBits {
        private final FloatBuffer floats;
        private final IntBuffer ints;

        FloatBits() {
            ByteBuffer memory = ByteBuffer.allocateDirect(BLOCK * Float.BYTES).order(ByteOrder.nativeOrder());
            floats = memory.asFloatBuffer();
            ints = memory.asIntBuffer();
        }

        /** {@code bits[i] = Float.floatToRawIntBits(values[i])} for {@code i < n}, at most {@link #BLOCK}. */
        void of(float[] values, int n, int[] bits) {
            floats.put(0, values, 0, n);
            ints.get(0, bits, 0, n);
        }
    }
}
