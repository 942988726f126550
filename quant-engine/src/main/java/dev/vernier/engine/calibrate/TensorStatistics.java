package dev.vernier.engine.calibrate;

import dev.vernier.engine.graph.ChannelLayout;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the data showed of one tensor. Immutable.
 *
 * <p>NaN and infinities are counted and otherwise left out of everything here.
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
    private final long nonFinite;
    private final Histogram histogram;
    private final float[] channelMin;
    private final float[] channelMax;
    private final SampleExtremes sampleExtremes;

    /**
     * @param count number of finite values seen
     * @param zeros how many of them were exactly 0
     * @param nonFinite how many values were NaN or infinite, beside {@code count}
     * @param histogram of the finite values that are not 0
     */
    public TensorStatistics(
            long count,
            float min,
            float max,
            double mean,
            double meanSquare,
            long zeros,
            long nonFinite,
            Histogram histogram,
            float[] channelMin,
            float[] channelMax) {
        this(
                count,
                min,
                max,
                mean,
                meanSquare,
                zeros,
                nonFinite,
                histogram,
                channelMin,
                channelMax,
                SampleExtremes.NONE);
    }

    /** The same of a tensor whose values came in samples. */
    TensorStatistics(
            long count,
            float min,
            float max,
            double mean,
            double meanSquare,
            long zeros,
            long nonFinite,
            Histogram histogram,
            float[] channelMin,
            float[] channelMax,
            SampleExtremes sampleExtremes) {
        if (channelMin.length != channelMax.length) {
            throw new IllegalArgumentException(channelMin.length + " minima, " + channelMax.length + " maxima");
        }
        this.count = count;
        this.min = min;
        this.max = max;
        this.mean = mean;
        this.meanSquare = meanSquare;
        this.zeros = zeros;
        this.nonFinite = nonFinite;
        this.histogram = Objects.requireNonNull(histogram);
        this.channelMin = channelMin.clone();
        this.channelMax = channelMax.clone();
        this.sampleExtremes = Objects.requireNonNull(sampleExtremes);
    }

    /** Of all values together, without channels. */
    public static TensorStatistics of(float[] values) {
        StatisticsAccumulator all = StatisticsAccumulator.withoutChannels();
        all.add(FloatBuffer.wrap(values), 1, ChannelLayout.oneChannel(values.length));
        return all.statistics();
    }

    /** Of all values together, with each channel's extremes. */
    public static TensorStatistics of(float[] values, ChannelLayout layout) {
        StatisticsAccumulator all = StatisticsAccumulator.ofChannels(layout.channels());
        all.add(FloatBuffer.wrap(values), 1, layout);
        return all.statistics();
    }

    /** Of each channel on its own, histogram included. */
    public static List<TensorStatistics> ofEachChannel(float[] values, ChannelLayout layout) {
        List<TensorStatistics> channels = new ArrayList<>(layout.channels());
        for (int c = 0; c < layout.channels(); c++) {
            channels.add(of(layout.gather(values, c)));
        }
        return channels;
    }

    /** Number of finite values. */
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

    /** How many values were exactly 0 (of either sign). */
    public long zeros() {
        return zeros;
    }

    /** How many values were NaN or infinite. */
    public long nonFinite() {
        return nonFinite;
    }

    /**
     * Of the values that are not 0.
     *
     * <p>Zeros are no part of the distribution: after a ReLU half of all values are exactly 0, every grid represents them without error,
     * and in a bin they would pass for values that are near 0 and have one. {@link #zeros()} counts them.
     */
    public Histogram histogram() {
        return histogram;
    }

    /** How many values are below {@code x}, zeros included, interpolated in the histogram. */
    public double countBelow(double x) {
        return histogram.countBelow(x) + (x > 0 ? zeros : 0);
    }

    /** Share of values below {@code x}, 0 to 1. */
    public double shareBelow(double x) {
        return count == 0 || x <= min ? 0 : x > max ? 1 : countBelow(x) / count;
    }

    /** Share of values above {@code x}, 0 to 1. */
    public double shareAbove(double x) {
        return count == 0 || x >= max ? 0 : x < min ? 1 : (count - countBelow(x) - (x == 0 ? zeros : 0)) / count;
    }

    /**
     * The value that a {@code share} of all values is below, zeros included, interpolated inside a bin.
     *
     * @param share 0 to 1
     * @return within {@code [min, max]}
     */
    public double quantile(double share) {
        double wanted = share * count;
        double belowZero = histogram.countBelow(0);
        double x;
        if (belowZero > 0 && wanted <= belowZero) {
            x = histogram.valueWithCountBelow(wanted);
        } else if (zeros > 0 && wanted <= belowZero + zeros) {
            x = 0;
        } else {
            x = histogram.valueWithCountBelow(wanted - zeros);
        }
        return Math.max(min, Math.min(max, x));
    }

    /** Each sample's extremes; {@link SampleExtremes#NONE} of what does not come in samples. */
    public SampleExtremes sampleExtremes() {
        return sampleExtremes;
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
