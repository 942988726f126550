package dev.vernier.engine.calibrate;

import dev.vernier.engine.graph.ChannelLayout;
import java.util.Arrays;

/** What one sample of a tensor showed, but for its histogram: extremes of each channel, sums, and counts of what is special. */
final class SampleSummary {
    private final ChannelLayout layout;
    final float[] min;
    final float[] max;
    double sum;
    double sumOfSquares;
    int zeros;
    int nonFinite;

    private SampleSummary(ChannelLayout layout) {
        this.layout = layout;
        min = new float[layout.channels()];
        max = new float[layout.channels()];
        Arrays.fill(min, Float.POSITIVE_INFINITY);
        Arrays.fill(max, Float.NEGATIVE_INFINITY);
    }

    /** @param at where in {@code reader} the sample starts */
    static SampleSummary of(ChunkReader reader, int at, ChannelLayout layout) {
        SampleSummary summary = new SampleSummary(layout);
        for (int done = 0; done < layout.elements(); done += ChunkReader.CHUNK) {
            int n = reader.read(at + done, layout.elements() - done);
            summary.addSums(reader.chunk(), n);
            summary.addExtremes(reader.chunk(), done, n);
        }
        // The square of a float fits into a double, so that only a NaN or an infinity makes the sum anything but
        // finite.
        return Double.isFinite(summary.sumOfSquares) ? summary : ofFinite(reader, at, layout);
    }

    private void addSums(float[] v, int n) {
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
        sum += s0 + s1 + (s2 + s3);
        sumOfSquares += q0 + q1 + (q2 + q3);
        int z = 0;
        for (int k = 0; k < n; k++) {
            z += v[k] == 0f ? 1 : 0;
        }
        zeros += z;
    }

    /** @param first index within the sample of {@code v[0]} */
    private void addExtremes(float[] v, int first, int n) {
        if (layout.inner() == 1 && layout.channels() > 1) {
            addInterleavedExtremes(v, first, n);
            return;
        }
        for (int i = 0; i < n; ) {
            int c = (first + i) / layout.inner() % layout.channels();
            int run = Math.min(n - i, layout.inner() - (first + i) % layout.inner());
            float low = min[c];
            float high = max[c];
            for (int k = i; k < i + run; k++) {
                low = Math.min(low, v[k]);
                high = Math.max(high, v[k]);
            }
            min[c] = low;
            max[c] = high;
            i += run;
        }
    }

    private void addInterleavedExtremes(float[] v, int first, int n) {
        int channels = layout.channels();
        int c = first % channels;
        for (int i = 0; i < n; ) {
            int run = Math.min(n - i, channels - c);
            for (int k = 0; k < run; k++) {
                min[c + k] = Math.min(min[c + k], v[i + k]);
                max[c + k] = Math.max(max[c + k], v[i + k]);
            }
            i += run;
            c = 0;
        }
    }

    /** The slow way, for a sample that holds a NaN or an infinity. */
    private static SampleSummary ofFinite(ChunkReader reader, int at, ChannelLayout layout) {
        SampleSummary summary = new SampleSummary(layout);
        for (int done = 0; done < layout.elements(); done += ChunkReader.CHUNK) {
            int n = reader.read(at + done, layout.elements() - done);
            for (int k = 0; k < n; k++) {
                float v = reader.chunk()[k];
                if (!Float.isFinite(v)) {
                    summary.nonFinite++;
                    continue;
                }
                int c = (done + k) / layout.inner() % layout.channels();
                summary.min[c] = Math.min(summary.min[c], v);
                summary.max[c] = Math.max(summary.max[c], v);
                summary.sum += v;
                summary.sumOfSquares += (double) v * v;
                summary.zeros += v == 0f ? 1 : 0;
            }
        }
        return summary;
    }
}
