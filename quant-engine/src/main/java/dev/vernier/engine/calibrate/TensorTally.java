package dev.vernier.engine.calibrate;

import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.tensor.ParallelLoop;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What is told of one tensor by extremes and counts, which are exact and add up in any order: several threads may each keep one of the same
 * tensor for the samples they see. Sums, which do not, are handed out sample by sample.
 */
final class TensorTally {
    /** Below this many values a second thread costs more than it saves. */
    private static final int PARALLEL_FROM = 1 << 16;

    private final HistogramAccumulator histogram = new HistogramAccumulator();
    private boolean keepsChannels;
    private float[] channelMin;
    private float[] channelMax;
    private long count;
    private long nonFinite;

    /**
     * Sums over one sample, and its extremes: positive and negative infinity without a finite value.
     *
     * @param sumOfSquares Σx²
     */
    record OfSample(float low, float high, double sum, double sumOfSquares) {}

    private TensorTally(int channels, boolean keepsChannels) {
        this.keepsChannels = keepsChannels;
        this.channelMin = new float[channels];
        this.channelMax = new float[channels];
        Arrays.fill(channelMin, Float.POSITIVE_INFINITY);
        Arrays.fill(channelMax, Float.NEGATIVE_INFINITY);
    }

    /** Of a tensor that has no channels. */
    static TensorTally withoutChannels() {
        return new TensorTally(1, false);
    }

    static TensorTally ofChannels(int channels) {
        return new TensorTally(channels, true);
    }

    /**
     * Adds {@code samples} samples.
     *
     * @param values the remaining floats, sample after sample; its position is not moved
     * @param sample how the channels lie in each sample: one channel where the tensor has none
     *     (if their number changes from batch to batch they are no channels, and are given up)
     * @return of each sample
     * @throws IllegalArgumentException if there are not that many values
     */
    OfSample[] add(FloatBuffer values, int samples, ChannelLayout sample) {
        int perSample = sample.elements();
        if (sample.channels() != channelMin.length) {
            giveUpChannels();
            if (sample.channels() != 1) {
                return add(values, samples, ChannelLayout.oneChannel(perSample));
            }
        }
        if (values.remaining() != (long) samples * perSample) {
            throw new IllegalArgumentException(
                    values.remaining() + " values for " + samples + " samples of " + perSample + " values");
        }
        SampleSummary[] summaries = new SampleSummary[samples];
        boolean[] counted = new boolean[samples];
        inParallel(samples, values.remaining(), (from, to) -> {
            WorkArrays work = WorkArrays.ofThisThread();
            for (int s = from; s < to; s++) {
                SampleSummary summary = SampleSummary.of(values, s * perSample, sample, work);
                summaries[s] = summary;
                // At once, while the sample is in the processor's caches; where the range has to grow first, below.
                counted[s] = histogram.covers(summary.low(), summary.high());
                if (counted[s]) {
                    histogram.count(values, s * perSample, perSample, summary.nonFinite == 0, work);
                }
            }
            histogram.take(work);
        });
        OfSample[] each = merge(summaries, perSample);
        int[] left = IntStream.range(0, samples).filter(s -> !counted[s]).toArray();
        inParallel(left.length, (long) left.length * perSample, (from, to) -> {
            WorkArrays work = WorkArrays.ofThisThread();
            for (int i = from; i < to; i++) {
                histogram.count(values, left[i] * perSample, perSample, summaries[left[i]].nonFinite == 0, work);
            }
            histogram.take(work);
        });
        return each;
    }

    /** Adds what was seen of each sample, and makes room for it in the histogram. */
    private OfSample[] merge(SampleSummary[] summaries, int perSample) {
        OfSample[] each = new OfSample[summaries.length];
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < summaries.length; i++) {
            SampleSummary s = summaries[i];
            count += perSample - s.nonFinite;
            nonFinite += s.nonFinite;
            addExtremes(s.min, s.max);
            each[i] = new OfSample(s.low(), s.high(), s.sum, s.sumOfSquares);
            low = Math.min(low, each[i].low());
            high = Math.max(high, each[i].high());
        }
        if (low <= high) {
            histogram.cover(low, high);
        }
        return each;
    }

    private void addExtremes(float[] min, float[] max) {
        for (int c = 0; c < channelMin.length; c++) {
            channelMin[c] = Math.min(channelMin[c], min[c]);
            channelMax[c] = Math.max(channelMax[c], max[c]);
        }
    }

    private void giveUpChannels() {
        for (int c = 1; c < channelMin.length; c++) {
            channelMin[0] = Math.min(channelMin[0], channelMin[c]);
            channelMax[0] = Math.max(channelMax[0], channelMax[c]);
        }
        channelMin = Arrays.copyOf(channelMin, 1);
        channelMax = Arrays.copyOf(channelMax, 1);
        keepsChannels = false;
    }

    /** Adds what {@code other} saw of other samples of the same tensor; {@code other} is of no more use. */
    void add(TensorTally other) {
        if (channelMin.length != other.channelMin.length) {
            giveUpChannels();
            other.giveUpChannels();
        }
        keepsChannels &= other.keepsChannels;
        addExtremes(other.channelMin, other.channelMax);
        count += other.count;
        nonFinite += other.nonFinite;
        histogram.add(other.histogram);
    }

    /**
     * What is told with these sums over all samples, which were added in the samples' order.
     *
     * @param sumOfSquares Σx²
     */
    TensorStatistics statistics(double sum, double sumOfSquares, SampleExtremes sampleExtremes) {
        boolean seen = count > 0;
        float min = 0;
        float max = 0;
        if (seen) {
            min = Float.POSITIVE_INFINITY;
            max = Float.NEGATIVE_INFINITY;
            for (int c = 0; c < channelMin.length; c++) {
                min = Math.min(min, channelMin[c]);
                max = Math.max(max, channelMax[c]);
            }
        }
        float[] lows = keepsChannels ? channelMin.clone() : new float[0];
        float[] highs = keepsChannels ? channelMax.clone() : new float[0];
        for (int c = 0; c < lows.length; c++) {
            if (lows[c] > highs[c]) { // a channel without a finite value
                lows[c] = 0;
                highs[c] = 0;
            }
        }
        return new TensorStatistics(
                count,
                min,
                max,
                seen ? sum / count : 0,
                seen ? sumOfSquares / count : 0,
                histogram.zeros(),
                nonFinite,
                histogram.histogram(),
                lows,
                highs,
                sampleExtremes);
    }

    private interface Work {
        void run(int fromSample, int toSample);
    }

    private static void inParallel(int samples, long values, Work work) {
        int threads = values < PARALLEL_FROM ? 1 : Math.min(samples, ParallelLoop.THREADS);
        if (samples > 0) {
            ParallelLoop.run(samples, samples / threads, (from, to) -> work.run((int) from, (int) to));
        }
    }
}
