package dev.vernier.engine.calibrate;

import dev.vernier.engine.graph.ChannelLayout;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** What one sample of a tensor showed, but for its histogram: extremes of each channel, sums, and how many values are not finite. */
final class SampleSummary {
    /** Sums of so many floats are taken in float, one for every place in a block, and then added up in double. */
    private static final int BLOCKS_A_SUM = 64;

    /** Below this mean square, squares in float may have lost digits. */
    private static final double SMALL_SQUARE = 1e-30;

    /** Shorter stretches of one channel are not worth a sum for every place. */
    private static final int LONG_STRETCH = 256;

    private final ChannelLayout layout;
    final float[] min;
    final float[] max;
    double sum;
    double sumOfSquares;
    int nonFinite;

    private SampleSummary(ChannelLayout layout) {
        this.layout = layout;
        min = new float[layout.channels()];
        max = new float[layout.channels()];
        Arrays.fill(min, Float.POSITIVE_INFINITY);
        Arrays.fill(max, Float.NEGATIVE_INFINITY);
    }

    /** @param at where in {@code values}, after its position, the sample starts */
    static SampleSummary of(FloatBuffer values, int at, ChannelLayout layout, WorkArrays work) {
        SampleSummary summary = new SampleSummary(layout);
        int elements = layout.elements();
        if (layout.channels() == 1 || layout.inner() == 1) {
            summary.addInterleaved(values, at, elements, 0, layout.channels(), work);
        } else if (layout.inner() >= LONG_STRETCH) {
            for (int stretch = 0; stretch < layout.outer() * layout.channels(); stretch++) {
                int from = at + stretch * layout.inner();
                summary.addInterleaved(values, from, layout.inner(), stretch % layout.channels(), 1, work);
            }
        } else {
            return ofFinite(values, at, layout, work);
        }
        return summary.isExact(elements) ? summary : ofFinite(values, at, layout, work);
    }

    /** Whether no value was NaN or infinite, and no square too large or too small for a float. */
    private boolean isExact(int elements) {
        return Double.isFinite(sumOfSquares) && (sumOfSquares >= SMALL_SQUARE * elements || low() == 0 && high() == 0);
    }

    /** Of all channels; positive infinity without a finite value. */
    float low() {
        float low = Float.POSITIVE_INFINITY;
        for (float m : min) {
            low = Math.min(low, m);
        }
        return low;
    }

    /** Of all channels; negative infinity without a finite value. */
    float high() {
        float high = Float.NEGATIVE_INFINITY;
        for (float m : max) {
            high = Math.max(high, m);
        }
        return high;
    }

    /** Adds values of which every {@code channels}-th belongs to the same channel, the first to {@code firstChannel}. */
    private void addInterleaved(
            FloatBuffer values, int at, int count, int firstChannel, int channels, WorkArrays work) {
        int length = Math.min(count, Math.max(1, WorkArrays.BLOCK / channels) * channels);
        work.require(length);
        work.clearExtremes(length);
        work.clearSums(length);
        int blocks = 0;
        for (int done = 0; done < count; done += length) {
            int n = Math.min(length, count - done);
            values.get(values.position() + at + done, work.values, 0, n);
            addBlock(n, work.values, work.low, work.high, work.sums, work.squares);
            if (++blocks == BLOCKS_A_SUM) {
                addSums(work, length);
                work.clearSums(length);
                blocks = 0;
            }
        }
        if (blocks > 0) {
            addSums(work, length);
        }
        for (int k = 0, c = firstChannel; k < length; k++) {
            min[c] = Math.min(min[c], work.low[k]);
            max[c] = Math.max(max[c], work.high[k]);
            c = ++c == firstChannel + channels ? firstChannel : c;
        }
    }

    private static void addBlock(int n, float[] v, float[] low, float[] high, float[] sums, float[] squares) {
        for (int k = 0; k < n; k++) {
            low[k] = Math.min(low[k], v[k]);
            high[k] = Math.max(high[k], v[k]);
        }
        for (int k = 0; k < n; k++) {
            sums[k] += v[k];
            squares[k] += v[k] * v[k];
        }
    }

    private void addSums(WorkArrays work, int length) {
        // Two running sums of each: one alone waits for each addition to end.
        double s0 = 0;
        double s1 = 0;
        double q0 = 0;
        double q1 = 0;
        int k = 0;
        for (; k + 1 < length; k += 2) {
            s0 += work.sums[k];
            s1 += work.sums[k + 1];
            q0 += work.squares[k];
            q1 += work.squares[k + 1];
        }
        if (k < length) {
            s0 += work.sums[k];
            q0 += work.squares[k];
        }
        sum += s0 + s1;
        sumOfSquares += q0 + q1;
    }

    /** The slow way: for channels in short stretches, and for a sample that holds a NaN, an infinity, or what has no square in float. */
    private static SampleSummary ofFinite(FloatBuffer values, int at, ChannelLayout layout, WorkArrays work) {
        SampleSummary summary = new SampleSummary(layout);
        for (int done = 0; done < layout.elements(); done += WorkArrays.BLOCK) {
            int n = Math.min(WorkArrays.BLOCK, layout.elements() - done);
            values.get(values.position() + at + done, work.values, 0, n);
            for (int k = 0; k < n; k++) {
                float v = work.values[k];
                if (!Float.isFinite(v)) {
                    summary.nonFinite++;
                    continue;
                }
                int c = (done + k) / layout.inner() % layout.channels();
                summary.min[c] = Math.min(summary.min[c], v);
                summary.max[c] = Math.max(summary.max[c], v);
                summary.sum += v;
                summary.sumOfSquares += (double) v * v;
            }
        }
        return summary;
    }
}
