package dev.vernier.engine.calibrate;

/**
 * How often values fell into equal bins. Immutable. Zero is always a bin edge, so that no bin mixes signs.
 *
 * <p>Bin {@code i} covers {@code [low + i·binWidth, low + (i+1)·binWidth)}, the last one its upper edge too.
 */
public final class Histogram {
    private final double low;
    private final double binWidth;
    private final long[] counts;
    private final long total;

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
        long sum = 0;
        for (long c : counts) {
            sum += c;
        }
        this.total = sum;
    }

    public int bins() {
        return counts.length;
    }

    public long count(int bin) {
        return counts[bin];
    }

    /** All counts together. */
    public long total() {
        return total;
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
}
