package dev.vernier.engine.calibrate;

import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.tensor.ParallelLoop;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Collects {@link TensorStatistics} of one tensor, batch after batch, never keeping values.
 *
 * <p>The result does not depend on how samples are grouped into batches nor on how many threads there are: extremes and counts are exact,
 * and sums are taken within each sample and then in the samples' order. NaN and infinities are counted and otherwise left out.
 */
public final class StatisticsAccumulator {
    /** Below this many values a second thread costs more than it saves. */
    private static final int PARALLEL_FROM = 1 << 16;

    private boolean keepsChannels;
    private final HistogramAccumulator histogram = new HistogramAccumulator();
    private float[] channelMin;
    private float[] channelMax;
    private long count;
    private long nonFinite;
    private double sum;
    private double sumOfSquares;
    private final SampleExtremes.Accumulator sampleExtremes = new SampleExtremes.Accumulator();

    private StatisticsAccumulator(int channels, boolean keepsChannels) {
        this.keepsChannels = keepsChannels;
        this.channelMin = new float[channels];
        this.channelMax = new float[channels];
        Arrays.fill(channelMin, Float.POSITIVE_INFINITY);
        Arrays.fill(channelMax, Float.NEGATIVE_INFINITY);
    }

    /** For a tensor that has no channels. */
    public static StatisticsAccumulator withoutChannels() {
        return new StatisticsAccumulator(1, false);
    }

    public static StatisticsAccumulator ofChannels(int channels) {
        return new StatisticsAccumulator(channels, true);
    }

    /**
     * Adds {@code samples} samples.
     *
     * @param values the remaining floats, sample after sample; its position is not moved
     * @param sample how the channels lie in each sample: one channel where the tensor has none
     *     (if their number changes from batch to batch they are no channels, and are given up)
     * @throws IllegalArgumentException if there are not that many values
     */
    public void add(FloatBuffer values, int samples, ChannelLayout sample) {
        int perSample = sample.elements();
        if (sample.channels() != channelMin.length) {
            giveUpChannels();
            if (sample.channels() != 1) {
                add(values, samples, ChannelLayout.oneChannel(perSample));
                return;
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
        merge(summaries, perSample);
        int[] left = IntStream.range(0, samples).filter(s -> !counted[s]).toArray();
        inParallel(left.length, (long) left.length * perSample, (from, to) -> {
            WorkArrays work = WorkArrays.ofThisThread();
            for (int i = from; i < to; i++) {
                histogram.count(values, left[i] * perSample, perSample, summaries[left[i]].nonFinite == 0, work);
            }
            histogram.take(work);
        });
    }

    /** Adds what was seen of each sample, in their order, and makes room for it in the histogram. */
    private void merge(SampleSummary[] summaries, int perSample) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (SampleSummary s : summaries) {
            count += perSample - s.nonFinite;
            nonFinite += s.nonFinite;
            sum += s.sum;
            sumOfSquares += s.sumOfSquares;
            float sampleLow = Float.POSITIVE_INFINITY;
            float sampleHigh = Float.NEGATIVE_INFINITY;
            for (int c = 0; c < channelMin.length; c++) {
                channelMin[c] = Math.min(channelMin[c], s.min[c]);
                channelMax[c] = Math.max(channelMax[c], s.max[c]);
                sampleLow = Math.min(sampleLow, s.min[c]);
                sampleHigh = Math.max(sampleHigh, s.max[c]);
            }
            low = Math.min(low, sampleLow);
            high = Math.max(high, sampleHigh);
            sampleExtremes.add(sampleLow, sampleHigh);
        }
        if (low <= high) {
            histogram.cover(low, high);
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

    public TensorStatistics statistics() {
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
                sampleExtremes.extremes());
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
