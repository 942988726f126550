package dev.vernier.engine.calibrate;

import dev.vernier.engine.graph.ChannelLayout;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Collects {@link TensorStatistics} of one tensor, batch after batch, never keeping values.
 *
 * <p>The result does not depend on how samples are grouped into batches: extremes and counts are exact, and sums are taken sample by
 * sample in order. NaN and infinities are counted and otherwise left out.
 */
public final class StatisticsAccumulator {
    /** Floats read at a time: they stay in the processor's first cache. */
    private static final int CHUNK = 4096;

    /** Below this many values a second thread costs more than it saves. */
    private static final int PARALLEL_FROM = 1 << 16;

    private static final int LANES = 2;

    private final ChannelLayout sample;
    private final boolean keepsChannels;
    private final HistogramAccumulator histogram = new HistogramAccumulator(LANES);
    private final float[] channelMin;
    private final float[] channelMax;
    private long count;
    private long zeros;
    private long nonFinite;
    private double sum;
    private double sumOfSquares;

    private StatisticsAccumulator(ChannelLayout sample, boolean keepsChannels) {
        this.sample = sample;
        this.keepsChannels = keepsChannels;
        this.channelMin = new float[sample.channels()];
        this.channelMax = new float[sample.channels()];
        Arrays.fill(channelMin, Float.POSITIVE_INFINITY);
        Arrays.fill(channelMax, Float.NEGATIVE_INFINITY);
    }

    /** For a tensor whose samples have {@code perSample} values and no channels. */
    public static StatisticsAccumulator ofValues(int perSample) {
        return new StatisticsAccumulator(ChannelLayout.oneChannel(perSample), false);
    }

    /** For a tensor whose channels lie in each sample as {@code sample} says. */
    public static StatisticsAccumulator ofChannels(ChannelLayout sample) {
        return new StatisticsAccumulator(sample, true);
    }

    /**
     * Adds {@code samples} samples.
     *
     * @param values the remaining floats, sample after sample; its position is not moved
     * @throws IllegalArgumentException if there are not that many values
     */
    public void add(FloatBuffer values, int samples) {
        int perSample = sample.elements();
        if (values.remaining() != (long) samples * perSample) {
            throw new IllegalArgumentException(
                    values.remaining() + " values for " + samples + " samples of " + perSample + " values");
        }
        Summary[] summaries = new Summary[samples];
        inParallel(samples, (lane, from, to) -> {
            Reader reader = new Reader(values);
            for (int s = from; s < to; s++) {
                summaries[s] = summarize(reader, s * perSample);
            }
        });
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (Summary s : summaries) {
            count += perSample - s.nonFinite;
            nonFinite += s.nonFinite;
            zeros += s.zeros;
            sum += s.sum;
            sumOfSquares += s.sumOfSquares;
            for (int c = 0; c < channelMin.length; c++) {
                channelMin[c] = Math.min(channelMin[c], s.min[c]);
                channelMax[c] = Math.max(channelMax[c], s.max[c]);
                low = Math.min(low, s.min[c]);
                high = Math.max(high, s.max[c]);
            }
        }
        if (low <= high) {
            histogram.cover(low, high);
            inParallel(samples, (lane, from, to) -> {
                Reader reader = new Reader(values);
                for (int s = from; s < to; s++) {
                    count(reader, s * perSample, summaries[s].nonFinite > 0, lane);
                }
            });
        }
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
                zeros,
                nonFinite,
                histogram.histogram(zeros),
                lows,
                highs);
    }

    private interface Work {
        void run(int lane, int fromSample, int toSample);
    }

    private void inParallel(int samples, Work work) {
        if (samples < LANES || (long) samples * sample.elements() < PARALLEL_FROM) {
            work.run(0, 0, samples);
        } else {
            IntStream.range(0, LANES)
                    .parallel()
                    .forEach(l -> work.run(l, samples * l / LANES, samples * (l + 1) / LANES));
        }
    }

    /** What one sample showed. */
    private static final class Summary {
        final float[] min;
        final float[] max;
        double sum;
        double sumOfSquares;
        int zeros;
        int nonFinite;

        Summary(int channels) {
            min = new float[channels];
            max = new float[channels];
            Arrays.fill(min, Float.POSITIVE_INFINITY);
            Arrays.fill(max, Float.NEGATIVE_INFINITY);
        }
    }

    private Summary summarize(Reader reader, int at) {
        Summary summary = new Summary(sample.channels());
        for (int done = 0; done < sample.elements(); done += CHUNK) {
            int n = reader.read(at + done, Math.min(CHUNK, sample.elements() - done));
            addSums(reader.chunk, n, summary);
            addExtremes(reader.chunk, done, n, summary);
        }
        if (!Double.isFinite(summary.sumOfSquares)) {
            return summarizeFinite(reader, at);
        }
        return summary;
    }

    private static void addSums(float[] v, int n, Summary summary) {
        // Four running sums: one alone waits for each addition to end.
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double q0 = 0;
        double q1 = 0;
        double q2 = 0;
        double q3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            double a = v[i];
            double b = v[i + 1];
            double c = v[i + 2];
            double d = v[i + 3];
            s0 += a;
            s1 += b;
            s2 += c;
            s3 += d;
            q0 += a * a;
            q1 += b * b;
            q2 += c * c;
            q3 += d * d;
        }
        for (; i < n; i++) {
            double a = v[i];
            s0 += a;
            q0 += a * a;
        }
        summary.sum += s0 + s1 + (s2 + s3);
        summary.sumOfSquares += q0 + q1 + (q2 + q3);
        int zeros = 0;
        for (int k = 0; k < n; k++) {
            zeros += v[k] == 0f ? 1 : 0;
        }
        summary.zeros += zeros;
    }

    /** @param first index within the sample of {@code v[0]} */
    private void addExtremes(float[] v, int first, int n, Summary summary) {
        int channels = sample.channels();
        int i = 0;
        if (sample.inner() == 1 && channels > 1) {
            int c = first % channels;
            while (i < n) {
                int run = Math.min(n - i, channels - c);
                for (int k = 0; k < run; k++) {
                    summary.min[c + k] = Math.min(summary.min[c + k], v[i + k]);
                    summary.max[c + k] = Math.max(summary.max[c + k], v[i + k]);
                }
                i += run;
                c = 0;
            }
            return;
        }
        while (i < n) {
            int c = (first + i) / sample.inner() % channels;
            int run = Math.min(n - i, sample.inner() - (first + i) % sample.inner());
            float low = summary.min[c];
            float high = summary.max[c];
            for (int k = i; k < i + run; k++) {
                low = Math.min(low, v[k]);
                high = Math.max(high, v[k]);
            }
            summary.min[c] = low;
            summary.max[c] = high;
            i += run;
        }
    }

    /** The slow way, for a sample that holds a NaN or an infinity. */
    private Summary summarizeFinite(Reader reader, int at) {
        Summary summary = new Summary(sample.channels());
        for (int done = 0; done < sample.elements(); done += CHUNK) {
            int n = reader.read(at + done, Math.min(CHUNK, sample.elements() - done));
            for (int k = 0; k < n; k++) {
                float v = reader.chunk[k];
                if (!Float.isFinite(v)) {
                    summary.nonFinite++;
                    continue;
                }
                int c = (done + k) / sample.inner() % sample.channels();
                summary.min[c] = Math.min(summary.min[c], v);
                summary.max[c] = Math.max(summary.max[c], v);
                summary.sum += v;
                summary.sumOfSquares += (double) v * v;
                summary.zeros += v == 0f ? 1 : 0;
            }
        }
        return summary;
    }

    private void count(Reader reader, int at, boolean hasNonFinite, int lane) {
        for (int done = 0; done < sample.elements(); done += CHUNK) {
            int n = reader.read(at + done, Math.min(CHUNK, sample.elements() - done));
            if (hasNonFinite) {
                n = keepFinite(reader.chunk, n);
            }
            histogram.count(lane, reader.chunk, 0, n);
        }
    }

    private static int keepFinite(float[] v, int n) {
        int kept = 0;
        for (int k = 0; k < n; k++) {
            if (Float.isFinite(v[k])) {
                v[kept++] = v[k];
            }
        }
        return kept;
    }

    /** Copies chunks of a buffer into an array, which loops run over much faster. */
    private static final class Reader {
        private final FloatBuffer values;
        private final float[] chunk = new float[CHUNK];

        Reader(FloatBuffer values) {
            this.values = values;
        }

        int read(int from, int n) {
            values.get(values.position() + from, chunk, 0, n);
            return n;
        }
    }
}
