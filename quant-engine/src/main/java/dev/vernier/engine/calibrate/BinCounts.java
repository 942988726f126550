package dev.vernier.engine.calibrate;

import dev.vernier.engine.calibrate.WorkArrays.FloatBits;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * One thread's counts of one tensor's values in bins of equal width, until they are {@linkplain #moveTo moved} to the tensor's histogram.
 * The width is a power of two and bins lie at its multiples, so that all arithmetic here is exact.
 */
final class BinCounts {
    /** {@code 1.5·2^23}: added to a float of magnitude up to 2^22 it leaves the nearest whole number in the lowest bits. */
    private static final float ROUNDER = 12_582_912f;

    private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

    /** Bins further from 0 than this hold floats that differ from the first bin's edge by a float exactly. */
    private static final int FAR = 1 << 20;

    /** Slots that count zeros in turn: behind a ReLU half of all values are, and adding to what was just written waits for it. */
    private static final int ZERO_SLOTS = 16;

    /** Slot {@code ZERO_SLOTS + i} counts bin {@code i}. Two arrays in turn, as neighbours often share a bin. */
    private final int[] even = new int[ZERO_SLOTS + HistogramAccumulator.MAX_BINS];

    private final int[] odd = new int[ZERO_SLOTS + HistogramAccumulator.MAX_BINS];

    /** The slot of a zero at each place of a block. Even and odd places have different arrays: two neighbours share a slot. */
    private final int[] zeroSlots = new int[WorkArrays.BLOCK];

    private final FloatBits floatBits = new FloatBits();
    private final float[] rounded = new float[WorkArrays.BLOCK];
    private final float[] rest = new float[WorkArrays.BLOCK];
    private final int[] bits = new int[WorkArrays.BLOCK];
    private final int[] restBits = new int[WorkArrays.BLOCK];
    private final int[] slots = new int[WorkArrays.BLOCK];

    BinCounts() {
        for (int i = 0; i < zeroSlots.length; i++) {
            zeroSlots[i] = i / 2 % ZERO_SLOTS;
        }
    }

    /**
     * Counts {@code values[at … at + count)}, each of them finite and in the bins.
     *
     * @param exponent bins are {@code 2^exponent} wide
     * @param firstBin bin 0 begins at {@code firstBin·2^exponent}
     */
    void count(FloatBuffer values, int at, int count, int exponent, int firstBin, float[] block) {
        float perWidth = Math.scalb(1f, -exponent);
        for (int done = 0; done < count; done += WorkArrays.BLOCK) {
            int n = Math.min(WorkArrays.BLOCK, count - done);
            values.get(values.position() + at + done, block, 0, n);
            count(block, n, perWidth, firstBin);
        }
    }

    /** Like the other, passing over what is NaN or infinite. */
    void countFinite(FloatBuffer values, int at, int count, int exponent, int firstBin, float[] block) {
        float perWidth = Math.scalb(1f, -exponent);
        for (int done = 0; done < count; done += WorkArrays.BLOCK) {
            int n = Math.min(WorkArrays.BLOCK, count - done);
            values.get(values.position() + at + done, block, 0, n);
            int kept = 0;
            for (int i = 0; i < n; i++) {
                if (Float.isFinite(block[i])) {
                    block[kept++] = block[i];
                }
            }
            count(block, kept, perWidth, firstBin);
        }
    }

    private void count(float[] values, int n, float perWidth, int firstBin) {
        int near = Math.abs(firstBin) > FAR ? 0 : firstBin;
        round(values, n, perWidth, firstBin - near);
        floatBits.of(values, n, slots);
        floatBits.of(rounded, n, bits);
        floatBits.of(rest, n, restBits);
        toSlots(n, ROUNDER_BITS + near - ZERO_SLOTS);
        int i = 0;
        for (; i + 1 < n; i += 2) {
            even[slots[i]]++;
            odd[slots[i + 1]]++;
        }
        if (i < n) {
            even[slots[i]]++;
        }
    }

    /** What is nearest in whole bin widths, and how far the value lies from that. */
    private void round(float[] values, int n, float perWidth, float first) {
        float[] r = rounded;
        float[] d = rest;
        for (int i = 0; i < n; i++) {
            float x = values[i] * perWidth - first;
            float nearest = x + ROUNDER;
            r[i] = nearest;
            d[i] = x - (nearest - ROUNDER);
        }
    }

    /** The bin is the nearest whole number, or the one below it if the value is less (the rest has its sign bit set). */
    private void toSlots(int n, int zero) {
        int[] r = bits;
        int[] d = restBits;
        int[] s = slots;
        int[] z = zeroSlots;
        for (int i = 0; i < n; i++) {
            int magnitude = s[i] << 1;
            int nonzero = (magnitude | -magnitude) >> 31;
            s[i] = (r[i] + (d[i] >> 31) - zero) & nonzero | z[i] & ~nonzero;
        }
    }

    /**
     * Adds all counts but the zeros' to {@code bins} and begins anew.
     *
     * @return how many zeros were counted
     */
    long moveTo(long[] bins) {
        long zeros = 0;
        for (int i = 0; i < ZERO_SLOTS; i++) {
            zeros += (long) even[i] + odd[i];
        }
        for (int i = 0; i < bins.length; i++) {
            bins[i] += (long) even[ZERO_SLOTS + i] + odd[ZERO_SLOTS + i];
        }
        Arrays.fill(even, 0);
        Arrays.fill(odd, 0);
        return zeros;
    }
}
