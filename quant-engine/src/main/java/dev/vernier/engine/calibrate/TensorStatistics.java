package dev.vernier.engine.calibrate;

import java.util.Objects;

/**
 * What the data showed of one tensor. Immutable.
 *
 * <p>{@code channelMin[channel]} and {@code channelMax[channel]} run along the channel axis and are empty where the tensor has none.
 */
public final class TensorStatistics {
    private final long count;
    private final float min;
    private final float max;
    private final double mean;
    private final double meanSquare;
    private final long zeros;
    private final Histogram histogram;
    private final float[] channelMin;
    private final float[] channelMax;

    /**
     * @param count number of finite values seen
     * @param zeros how many of them were exactly 0
     */
    public TensorStatistics(
            long count,
            float min,
            float max,
            double mean,
            double meanSquare,
            long zeros,
            Histogram histogram,
            float[] channelMin,
            float[] channelMax) {
        if (channelMin.length != channelMax.length) {
            throw new IllegalArgumentException(channelMin.length + " minima, " + channelMax.length + " maxima");
        }
        this.count = count;
        this.min = min;
        this.max = max;
        this.mean = mean;
        this.meanSquare = meanSquare;
        this.zeros = zeros;
        this.histogram = Objects.requireNonNull(histogram);
        this.channelMin = channelMin.clone();
        this.channelMax = channelMax.clone();
    }

    public long count() {
        return count;
    }

    public float min() {
        return min;
    }

    public float max() {
        return max;
    }

    public double mean() {
        return mean;
    }

    /** Mean of the squares: the power that SQNR compares with. */
    public double meanSquare() {
        return meanSquare;
    }

    public double standardDeviation() {
        return Math.sqrt(Math.max(0, meanSquare - mean * mean));
    }

    public long zeros() {
        return zeros;
    }

    public Histogram histogram() {
        return histogram;
    }

    /** Number of channels, 0 where the tensor has none. */
    public int channels() {
        return channelMin.length;
    }

    public float channelMin(int channel) {
        return channelMin[channel];
    }

    public float channelMax(int channel) {
        return channelMax[channel];
    }
}
