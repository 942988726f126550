package dev.vernier.engine.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.calibrate.SampleExtremes;
import dev.vernier.engine.calibrate.StatisticsAccumulator;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovingAverageRangeTest {
    private static ClipRange averaged(TensorStatistics s, double constant) {
        return RangeResolver.resolve(
                s, QuantSpec.activations(Precision.INT8).withRule(new RangeRule.MovingAverage(constant)));
    }

    private static TensorStatistics of(int perSample, int batch, float... values) {
        StatisticsAccumulator a = StatisticsAccumulator.withoutChannels();
        int samples = values.length / perSample;
        for (int from = 0; from < samples; from += batch) {
            int count = Math.min(batch, samples - from);
            FloatBuffer some = FloatBuffer.wrap(values, from * perSample, count * perSample);
            a.add(some, count, ChannelLayout.oneChannel(perSample));
        }
        return a.statistics();
    }

    @Test
    void worked() {
        // [-1, 1], then half way to [-3, 2], then half way to [0, 8]
        TensorStatistics s = of(2, 3, -1, 1, -3, 2, 0, 8);
        assertThat(averaged(s, 0.5)).isEqualTo(new ClipRange(-1, 4.75f));
        assertThat(averaged(s, 1)).isEqualTo(new ClipRange(0, 8));
        assertThatThrownBy(() -> new RangeRule.MovingAverage(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** moving_average_reference.py. */
    @ParameterizedTest
    @CsvSource({
        "0.01, -2.8594677448272705, 4.239616870880127",
        "0.1, -3.3138840198516846, 4.964382648468018",
        "1, -5.625, 8.125"
    })
    void agreesWithPyTorch(double constant, float low, float high) {
        float[] values = new float[200 * 16];
        for (int k = 0; k < values.length; k++) {
            int s = k / 16;
            values[k] = ((s * 37 + k % 16 * 11) % 23 - 9) * (1 + s % 5) / 8f;
        }
        for (int batch : new int[] {1, 7, 200}) {
            ClipRange range = averaged(of(16, batch, values), constant);
            assertThat(range.low()).isCloseTo(low, within(2e-6f));
            assertThat(range.high()).isCloseTo(high, within(2e-6f));
        }
    }

    @Test
    void valuesThatDoNotComeInSamplesHaveTheirExtremes() {
        TensorStatistics weights = TensorStatistics.of(new float[] {-2, 5, 1});
        assertThat(averaged(weights, 0.01)).isEqualTo(new ClipRange(-2, 5));
    }

    @Test
    void samplesWithoutAFiniteValueAreNone() {
        TensorStatistics s = of(1, 2, 1, Float.NaN, 3);
        assertThat(s.sampleExtremes().count()).isEqualTo(2);
        assertThat(averaged(s, 0.5)).isEqualTo(new ClipRange(0, 2));
    }

    @Test
    void memoryIsBoundedByMergingNeighbours() {
        int samples = 3 * SampleExtremes.LIMIT + 1;
        float[] values = new float[samples];
        for (int i = 0; i < samples; i++) {
            values[i] = i;
        }
        SampleExtremes kept = of(1, 1000, values).sampleExtremes();
        assertThat(kept.samplesEach()).isEqualTo(4);
        assertThat(kept.count()).isEqualTo(samples / 4 + 1);
        for (int i = 0; i < kept.count(); i++) {
            assertThat(kept.low(i)).isEqualTo(4 * i);
            assertThat(kept.high(i)).isEqualTo(Math.min(samples - 1, 4 * i + 3));
        }
    }
}
