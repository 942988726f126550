package dev.vernier.engine.calibrate;

/**
 * Counts values into a histogram in one pass and bounded memory, without knowing their range beforehand.
 *
 * <p>Bin widths are powers of two and bins lie at whole multiples of them, so 0 is always an edge. When the range grows beyond
 * {@link #MAX_BINS}, neighbouring bins merge pairwise until it fits; multiplying by a power of two and rounding down are exact, so a
 * merged count is what counting with wide bins from the start would have given. The width depends only on the extremes of all values,
 * never on their order: the result is the same whatever the batching. Where the range is wide enough for its floats' resolution there
 * are more than half of {@code MAX_BINS} bins.
 *
 * <p>Exact zeros must not be kept (see {@link TensorStatistics#histogram()}): they are counted like others and taken out in the end.
 */
final class HistogramAccumulator {
    /** Most bins a histogram has. */
    static final int MAX_BINS = 4096;

    /** Widths are normal floats, and so are their reciprocals. */
    private static final int MIN_EXPONENT = Float.MIN_EXPONENT;

    /** Before an int count could overflow it is moved to a long. */
    private static final int MAX_PENDING = Integer.MAX_VALUE - 2 * MAX_BINS;

    private boolean empty = true;
    private float min;
    private float max;
    /** Bins are {@code 2^exponent} wide. */
    private int exponent;
    /** Bin 0 of the arrays covers {@code [firstBin·2^exponent, (firstBin+1)·2^exponent)}. */
    private int firstBin;

    private final long[] settled = new long[MAX_BINS];
    private final Lane[] lanes;

    /** @param lanes how many threads may count at once */
    HistogramAccumulator(int lanes) {
        this.lanes = new Lane[lanes];
        for (int i = 0; i < lanes; i++) {
            this.lanes[i] = new Lane();
        }
    }

    /** Makes room for values from {@code low} to {@code high}, both finite; to be called before they are counted. */
    void cover(float low, float high) {
        float newMin = empty ? low : Math.min(min, low);
        float newMax = empty ? high : Math.max(max, high);
        int newExponent = exponentFor(newMin, newMax);
        int newFirst = (int) binIndex(newMin, newExponent);
        if (!empty && (newExponent != exponent || newFirst != firstBin)) {
            settle();
            long[] moved = new long[MAX_BINS];
            int shift = Math.min(newExponent - exponent, Integer.SIZE - 1);
            for (int i = 0; i < MAX_BINS; i++) {
                if (settled[i] != 0) {
                    moved[((firstBin + i) >> shift) - newFirst] += settled[i];
                }
            }
            System.arraycopy(moved, 0, settled, 0, MAX_BINS);
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
     * Counts {@code values[from..to)}, all of them {@linkplain #cover covered}.
     *
     * @param lane which of the lanes; no two threads may use the same at once
     */
    void count(int lane, float[] values, int from, int to) {
        lanes[lane].count(values, from, to, Math.scalb(1.0, -exponent), firstBin);
    }

    private void settle() {
        for (Lane lane : lanes) {
            lane.settle();
        }
    }

    /**
     * @param zeros how many of the counted values were 0; they are taken out
     */
    Histogram histogram(long zeros) {
        if (empty) {
            return new Histogram(0, 1, new long[1]);
        }
        settle();
        int bins = (int) (binIndex(max, exponent) - firstBin + 1);
        long[] counts = java.util.Arrays.copyOf(settled, bins);
        if (zeros > 0) {
            counts[-firstBin] -= zeros;
        }
        double width = Math.scalb(1.0, exponent);
        return new Histogram(firstBin * width, width, counts);
    }

    /** One thread's counts. Two arrays in turn, because adding to a count that was just written waits for it. */
    private final class Lane {
        private final int[] even = new int[MAX_BINS];
        private final int[] odd = new int[MAX_BINS];
        private int pending;

        void count(float[] values, int from, int to, double perWidth, int first) {
            if (pending > MAX_PENDING - (to - from)) {
                settle();
            }
            pending += to - from;
            int i = from;
            for (; i + 1 < to; i += 2) {
                even[(int) Math.floor(values[i] * perWidth) - first]++;
                odd[(int) Math.floor(values[i + 1] * perWidth) - first]++;
            }
            if (i < to) {
                even[(int) Math.floor(values[i] * perWidth) - first]++;
            }
        }

        private void settle() {
            synchronized (settled) {
                for (int i = 0; i < MAX_BINS; i++) {
                    settled[i] += (long) even[i] + odd[i];
                    even[i] = 0;
                    odd[i] = 0;
                }
            }
            pending = 0;
        }
    }
}
