package dev.vernier.engine.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.graph.ChannelLayout;
import java.nio.FloatBuffer;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class StatisticsAccumulatorTest {

    @Test
    void worked() {
        TensorStatistics s = TensorStatistics.of(new float[] {0, -0.0f, 1, 3, -2, Float.NaN, Float.NEGATIVE_INFINITY});

        assertThat(s.count()).isEqualTo(5);
        assertThat(s.nonFinite()).isEqualTo(2);
        assertThat(s.zeros()).isEqualTo(2);
        assertThat(s.min()).isEqualTo(-2);
        assertThat(s.max()).isEqualTo(3);
        assertThat(s.mean()).isEqualTo(0.4);
        assertThat(s.meanSquare()).isEqualTo(14 / 5.0);
        Histogram h = s.histogram();
        assertThat(h.total()).isEqualTo(3);
        // [-2, 3] needs bins of 2^-9 to fit into 4096: 5·512 + 1 of them.
        assertThat(h.binWidth()).isEqualTo(1 / 512.0);
        assertThat(h.bins()).isEqualTo(2561);
        assertThat(h.low()).isEqualTo(-2);
        assertThat(h.count(h.binOf(-2))).isEqualTo(1);
        assertThat(h.count(h.binOf(1))).isEqualTo(1);
        assertThat(h.count(h.binOf(3))).isEqualTo(1);
        assertThat(h.count(h.binOf(0))).isZero();
    }

    @Test
    void channelExtremesInEitherLayout() {
        float[] channelsFirst = {1, 2, 3, -4, -5, 0, 7, 8, 9, 1, 1, 1};
        TensorStatistics first = StatisticsAccumulatorTest.of(channelsFirst, 2, new ChannelLayout(1, 2, 3));
        assertThat(first.channels()).isEqualTo(2);
        assertThat(first.channelMin(0)).isEqualTo(1);
        assertThat(first.channelMax(0)).isEqualTo(9);
        assertThat(first.channelMin(1)).isEqualTo(-5);
        assertThat(first.channelMax(1)).isEqualTo(1);

        float[] channelsLast = {1, -4, 2, -5, 3, 0, 7, 1, 8, 1, 9, 1};
        TensorStatistics last = StatisticsAccumulatorTest.of(channelsLast, 2, new ChannelLayout(3, 2, 1));
        for (int c = 0; c < 2; c++) {
            assertThat(last.channelMin(c)).isEqualTo(first.channelMin(c));
            assertThat(last.channelMax(c)).isEqualTo(first.channelMax(c));
        }
    }

    private static TensorStatistics of(float[] values, int samples, ChannelLayout layout) {
        StatisticsAccumulator a = StatisticsAccumulator.ofChannels(layout.channels());
        a.add(FloatBuffer.wrap(values), samples, layout);
        return a.statistics();
    }

    @Test
    void channelsWhoseNumberChangesAreNone() {
        StatisticsAccumulator a = StatisticsAccumulator.ofChannels(2);
        a.add(FloatBuffer.wrap(new float[] {1, -2, 3, 4}), 2, new ChannelLayout(1, 2, 1));
        a.add(FloatBuffer.wrap(new float[] {5, 6, 7}), 1, new ChannelLayout(1, 3, 1));

        TensorStatistics s = a.statistics();
        assertThat(s.channels()).isZero();
        assertThat(s.min()).isEqualTo(-2);
        assertThat(s.max()).isEqualTo(7);
        assertThat(s.count()).isEqualTo(7);
    }

    @Test
    void nothingOrOnlyZerosSeen() {
        for (float[] values : new float[][] {{}, {Float.NaN}, {0, 0, -0.0f}}) {
            TensorStatistics s = TensorStatistics.of(values);
            assertThat(s.min()).isZero();
            assertThat(s.max()).isZero();
            assertThat(s.histogram().total()).isZero();
            assertThat(s.quantile(0.5)).isZero();
        }
    }

    /** The same values in any batches, counted in one place or in two, ranges growing underway by many orders of magnitude, give exactly the same statistics. */
    @Test
    void batchingDoesNotMatter() {
        Random random = new Random(99);
        DoubleUnaryOperator[] shapes = {
            x -> x,
            x -> Math.max(0, x),
            x -> x * x * x,
            x -> 100 + x * 0.01,
            x -> x * Math.pow(10, 2 * x),
            x -> -Math.abs(x)
        };
        for (DoubleUnaryOperator shape : shapes) {
            int perSample = 600;
            int samples = 240; // one batch of all of them runs on two threads
            float[] values = new float[samples * perSample];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) shape.applyAsDouble(random.nextGaussian() * (1 + i * 1e-5));
            }
            values[5000] = Float.POSITIVE_INFINITY;
            ChannelLayout layout = new ChannelLayout(3, 50, 4);
            TensorStatistics whole = of(values, samples, layout);
            for (int round = 0; round < 4; round++) {
                StatisticsAccumulator parts = StatisticsAccumulator.ofChannels(layout.channels());
                TensorTally[] tallies = {
                    TensorTally.ofChannels(layout.channels()), TensorTally.ofChannels(layout.channels())
                };
                StatisticsAccumulator ofTallies = StatisticsAccumulator.over(tallies[0]);
                for (int from = 0; from < samples; ) {
                    int n = Math.min(samples - from, round == 0 ? 1 : 1 + random.nextInt(150));
                    parts.add(FloatBuffer.wrap(values, from * perSample, n * perSample), n, layout);
                    TensorTally tally = tallies[random.nextInt(tallies.length)];
                    ofTallies.take(tally.add(FloatBuffer.wrap(values, from * perSample, n * perSample), n, layout));
                    from += n;
                }
                assertSame(parts.statistics(), whole);
                for (TensorTally tally : tallies) {
                    ofTallies.add(tally);
                }
                assertSame(ofTallies.statistics(), whole);
            }
        }
    }

    private static void assertSame(TensorStatistics a, TensorStatistics b) {
        assertThat(a.count()).isEqualTo(b.count());
        assertThat(a.zeros()).isEqualTo(b.zeros());
        assertThat(a.nonFinite()).isEqualTo(b.nonFinite()).isEqualTo(1);
        assertThat(a.mean()).isEqualTo(b.mean());
        assertThat(a.meanSquare()).isEqualTo(b.meanSquare());
        assertThat(a.histogram().low()).isEqualTo(b.histogram().low());
        assertThat(a.histogram().binWidth()).isEqualTo(b.histogram().binWidth());
        assertThat(a.histogram().bins()).isEqualTo(b.histogram().bins());
        for (int i = 0; i < a.histogram().bins(); i++) {
            assertThat(a.histogram().count(i)).isEqualTo(b.histogram().count(i));
        }
        for (int c = 0; c < a.channels(); c++) {
            assertThat(a.channelMin(c)).isEqualTo(b.channelMin(c));
            assertThat(a.channelMax(c)).isEqualTo(b.channelMax(c));
        }
    }

    /** Every value is in the bin that says so, 0 is an edge, and there are neither too many bins nor too few. */
    @Test
    void binsHoldWhatTheySay() {
        Random random = new Random(4);
        for (int round = 0; round < 40; round++) {
            float scale = (float) Math.pow(10, random.nextInt(60) - 30);
            float[] values = new float[2000];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() + round % 3) * scale;
            }
            values[7] = 0;
            TensorStatistics s = TensorStatistics.of(values);
            Histogram h = s.histogram();
            assertThat(h.bins()).isBetween(HistogramAccumulator.MAX_BINS / 2, HistogramAccumulator.MAX_BINS);
            assertThat(h.low() / h.binWidth()).isEqualTo(Math.rint(h.low() / h.binWidth()));
            assertThat(Math.abs(h.binWidth())).isEqualTo(Math.pow(2, Math.getExponent(h.binWidth())));
            long[] expected = new long[h.bins()];
            for (float v : values) {
                if (v != 0) {
                    expected[(int) Math.floor((v - h.low()) / h.binWidth())]++;
                }
            }
            for (int i = 0; i < h.bins(); i++) {
                assertThat(h.count(i)).isEqualTo(expected[i]);
            }
        }
    }

    @Test
    void sharesAndQuantilesCountZeros() {
        float[] values = new float[1000];
        for (int i = 600; i < 1000; i++) {
            values[i] = (i - 599) * 0.01f; // 600 zeros, then 0.01 to 4
        }
        TensorStatistics s = TensorStatistics.of(values);

        assertThat(s.quantile(0)).isZero();
        assertThat(s.quantile(0.5)).isZero();
        assertThat(s.quantile(0.8)).isCloseTo(2, within(0.02));
        assertThat(s.quantile(1)).isEqualTo(4);
        assertThat(s.shareBelow(0)).isZero();
        assertThat(s.shareAbove(0)).isEqualTo(0.4);
        assertThat(s.shareBelow(2)).isCloseTo(0.8, within(0.002));
        assertThat(s.shareAbove(3)).isCloseTo(0.1, within(0.002));
        assertThat(s.shareAbove(4)).isZero();
    }
}
