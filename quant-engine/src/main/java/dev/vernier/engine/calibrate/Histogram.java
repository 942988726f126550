package dev.vernier.engine.calibrate;

/**
 * How often values fell into equal bins. Immutable. Zero is always a bin edge, so that no bin mixes signs.
 *
 * <p>Bin {@code i} covers {@code [low + i·binWidth, low + (i+1)·binWidth)}, the last one its upper edge too. Between the edges values
 * are taken to be spread evenly.
 */
public final class Histogram {
    private final double low;
    private final double binWidth;
    private final long[] counts;
    /** {@code cumulative[i]}: count of all bins before {@code i}; one longer than {@code counts}. */
    private final long[] cumulative;

    /**
     * @param low lower edge of the first bin
     * @param binWidth above 0
     * @param counts one count a bin; copied
     */
    public Histogram(double low, double binWidth, long[] counts) {
        if (!(binWidth > 0) || counts.length == 0) {
            throw new IllegalArgumentException(counts.length + " bins of width " + binWidth);
        }
        this.low = low;
        this.binWidth = binWidth;
        this.counts = counts.clone();
        this.cumulative = new long[counts.length + 1];
        for (int i = 0; i < counts.length; i++) {
            cumulative[i + 1] = cumulative[i] + counts[i];
        }
    }

    /** The histogram of {@code values} but for zeros, NaN and infinities, as {@link HistogramAccumulator} makes it. */
    public static Histogram of(float[] values) {
        return TensorStatistics.of(values).histogram();
    }

    public int bins() {
        return counts.length;
    }

    public long count(int bin) {
        return counts[bin];
    }

    /** All counts together. */
    public long total() {
        return cumulative[counts.length];
    }

    public double low() {
        return low;
    }

    public double high() {
        return low + binWidth * counts.length;
    }

    public double binWidth() {
        return binWidth;
    }

    public double lowerEdge(int bin) {
        return low + bin * binWidth;
    }

    public double center(int bin) {
        return low + (bin + 0.5) * binWidth;
    }

    /** The bin that holds {@code x}, or the nearest one. */
    public int binOf(double x) {
        return (int) Math.max(0, Math.min(counts.length - 1, Math.floor((x - low) / binWidth)));
    }

    /** How many values are below {@code x}, a bin that holds {@code x} counting in proportion. */
    public double countBelow(double x) {
        if (!(x > low)) {
            return 0;
        }
        if (x >= high()) {
            return total();
        }
        int bin = binOf(x);
        double within = (x - lowerEdge(bin)) / binWidth;
        return cumulative[bin] + within * counts[bin];
    }

    /**
     * The value that {@code count} values are below: the inverse of {@link #countBelow}, interpolated inside the bin.
     *
     * @param count from 0 to {@link #total()}
     * @return the lower edge of the first value's bin for 0, the upper edge of the last value's for {@code total()}
     */
    public double valueWithCountBelow(double count) {
        int bin = firstBinReaching(count);
        if (counts[bin] == 0) {
            return lowerEdge(bin);
        }
        double within = (count - cumulative[bin]) / counts[bin];
        return lowerEdge(bin) + binWidth * Math.max(0, Math.min(1, within));
    }

    /** The first bin that has values and after which at least {@code count} have been counted. */
    private int firstBinReaching(double count) {
        int from = 0;
        int to = counts.length - 1;
        double wanted = Math.max(Math.min(count, total()), Double.MIN_VALUE);
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (cumulative[middle + 1] >= wanted) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    /** Neighbouring bins merged so that at most {@code maxBins} (2 or more) remain; 0 stays a bin edge. */
    public Histogram rebinned(int maxBins) {
        if (maxBins < 2) {
            throw new IllegalArgumentException(maxBins + " bins");
        }
        long first = (long) Math.rint(low / binWidth);
        int factor = 1;
        while (merged(first + counts.length - 1, factor) - merged(first, factor) + 1 > maxBins) {
            factor++;
        }
        long newFirst = merged(first, factor);
        long[] sums = new long[(int) (merged(first + counts.length - 1, factor) - newFirst + 1)];
        for (int i = 0; i < counts.length; i++) {
            sums[(int) (merged(first + i, factor) - newFirst)] += counts[i];
        }
        return new Histogram(newFirst * factor * binWidth, factor * binWidth, sums);
    }

    private static long merged(long bin, int factor) {
        return Math.floorDiv(bin, factor);
    }

    /**
     * Counts over any equal columns, for drawing; a bin that straddles an edge counts in proportion.
     *
     * @return {@code [columns]} counts of {@code [from, to)}
     */
    public double[] countsOver(double from, double to, int columns) {
        double[] out = new double[columns];
        double below = countBelow(from);
        for (int i = 0; i < columns; i++) {
            double upTo = countBelow(from + (to - from) * (i + 1) / columns);
            out[i] = upTo - below;
            below = upTo;
        }
        return out;
    }
}
