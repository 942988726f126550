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

    /** Slot 0 counts zeros, slot {@code 1 + i} bin {@code i}. Two arrays in turn, as adding to what was just written waits for it. */
    private final int[] even = new int[1 + HistogramAccumulator.MAX_BINS];

    private final int[] odd = new int[1 + HistogramAccumulator.MAX_BINS];

    private final FloatBits floatBits = new FloatBits();
    private final float[] rounded = new float[WorkArrays.BLOCK];
    private final float[] rest = new float[WorkArrays.BLOCK];
    private final int[] bits = new int[WorkArrays.BLOCK];
    private final int[] restBits = new int[WorkArrays.BLOCK];
    private final int[] slots = new int[WorkArrays.BLOCK];

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
        toSlots(n, ROUNDER_BITS + near - 1);
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

    /** The bin is the nearest whole number, or the one below it if the value is less (the rest has its sign bit set); 0 for a zero. */
    private void toSlots(int n, int zero) {
        int[] r = bits;
        int[] d = restBits;
        int[] s = slots;
        for (int i = 0; i < n; i++) {
            int magnitude = s[i] << 1;
            s[i] = (r[i] + (d[i] >> 31) - zero) & (magnitude | -magnitude) >> 31;
        }
    }

    /**
     * Adds all counts but the zeros' to {@code bins} and begins anew.
     *
     * @return how many zeros were counted
     */
    long moveTo(long[] bins) {
        long zeros = (long) even[0] + odd[0];
        for (int i = 0; i < bins.length; i++) {
            bins[i] += (long) even[1 + i] + odd[1 + i];
        }
        Arrays.fill(even, 0);
        Arrays.fill(odd, 0);
        return zeros;
    }
}
