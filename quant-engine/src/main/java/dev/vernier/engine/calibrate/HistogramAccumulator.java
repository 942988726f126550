package dev.vernier.engine.calibrate;

import java.nio.FloatBuffer;

/**
 * Counts values into a histogram in one pass and bounded memory, without knowing their range beforehand.
 *
 * <p>Bin widths are powers of two and bins lie at whole multiples of them, so 0 is always an edge. When the range grows beyond
 * {@link #MAX_BINS}, neighbouring bins merge pairwise until it fits; multiplying by a power of two and rounding down are exact, so a
 * merged count is what counting with wide bins from the start would have given. The width depends only on the extremes of all values,
 * never on their order: the result is the same whatever the batching. Where the range is wide enough for its floats' resolution there
 * are more than half of {@code MAX_BINS} bins.
 *
 * <p>Exact zeros are counted apart (see {@link TensorStatistics#histogram()}).
 */
final class HistogramAccumulator {
    /** Most bins a histogram has. */
    static final int MAX_BINS = 4096;

    /** Widths are normal floats, and so are their reciprocals. */
    private static final int MIN_EXPONENT = Float.MIN_EXPONENT;

    private boolean empty = true;
    private float min;
    private float max;
    /** Bins are {@code 2^exponent} wide. */
    private int exponent;
    /** Bin 0 of the array covers {@code [firstBin·2^exponent, (firstBin+1)·2^exponent)}. */
    private int firstBin;

    private final long[] counts = new long[MAX_BINS];
    private long zeros;

    /** Whether values from {@code low} to {@code high}, both finite, can be counted as it is. */
    boolean covers(float low, float high) {
        return !empty && binIndex(low, exponent) >= firstBin && binIndex(high, exponent) < (long) firstBin + MAX_BINS;
    }

    /** Makes room for values from {@code low} to {@code high}, both finite. No thread may be counting. */
    void cover(float low, float high) {
        float newMin = empty ? low : Math.min(min, low);
        float newMax = empty ? high : Math.max(max, high);
        int newExponent = exponentFor(newMin, newMax);
        int newFirst = (int) binIndex(newMin, newExponent);
        if (!empty && (newExponent != exponent || newFirst != firstBin)) {
            long[] moved = new long[MAX_BINS];
            int shift = Math.min(newExponent - exponent, Integer.SIZE - 1);
            for (int i = 0; i < MAX_BINS; i++) {
                if (counts[i] != 0) {
                    moved[((firstBin + i) >> shift) - newFirst] += counts[i];
                }
            }
            System.arraycopy(moved, 0, counts, 0, MAX_BINS);
        }
        empty = false;
        min = newMin;
        max = newMax;
        exponent = newExponent;
        firstBin = newFirst;
    }

    /** The smallest width, as a power of two, that covers the range in {@link #MAX_BINS} bins and is not below the floats' resolution. */
    private static int exponentFor(float low, float high) {
        float magnitude = Math.max(Math.abs(low), Math.abs(high));
        int e = Math.max(MIN_EXPONENT, Math.getExponent(magnitude) - 23);
        while (binIndex(high, e) - binIndex(low, e) >= MAX_BINS) {
            e++;
        }
        return e;
    }

    private static long binIndex(float x, int exponent) {
        return (long) Math.floor(Math.scalb((double) x, -exponent));
    }

    /**
     * Counts {@code values[at … at + count)}, all of them {@linkplain #covers covered} but for NaN and infinities, into {@code work}.
     *
     * @param allFinite whether there is no NaN and no infinity
     */
    void count(FloatBuffer values, int at, int count, boolean allFinite, WorkArrays work) {
        if (allFinite) {
            work.counts.count(values, at, count, exponent, firstBin, work.values);
        } else {
            work.counts.countFinite(values, at, count, exponent, firstBin, work.values);
        }
    }

    /** Takes over what was counted into {@code work}. To be called before the range changes, by any thread. */
    synchronized void take(WorkArrays work) {
        zeros += work.counts.moveTo(counts);
    }

    /** Adds what {@code other} counted, which may be widened for it. No thread may be counting into either. */
    void add(HistogramAccumulator other) {
        if (other.empty) {
            return;
        }
        cover(other.min, other.max);
        other.cover(min, max);
        for (int i = 0; i < MAX_BINS; i++) {
            counts[i] += other.counts[i];
        }
        zeros += other.zeros;
    }

    /** How many zeros were counted. */
    long zeros() {
        return zeros;
    }

    Histogram histogram() {
        if (empty) {
            return new Histogram(0, 1, new long[1]);
        }
        int bins = (int) (binIndex(max, exponent) - firstBin + 1);
        double width = Math.scalb(1.0, exponent);
        return new Histogram(firstBin * width, width, java.util.Arrays.copyOf(counts, bins));
    }
}
