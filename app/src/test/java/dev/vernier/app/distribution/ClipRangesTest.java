package dev.vernier.app.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.app.layers.TensorSide;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.range.ClipErrorCurve;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClipRangesTest {
    private static final QuantSpec PER_CHANNEL = QuantSpec.weights(Precision.INT8);
    private static final QuantSpec PER_TENSOR = PER_CHANNEL.withGranularity(Granularity.TENSOR);

    /** Channel 0 within 0.5, channel 1 within 8. */
    private static TensorDistribution weights() {
        float[] values = {-0.5f, 0.25f, 0.5f, 0.125f, -8, 4, 2, 1};
        ChannelLayout layout = new ChannelLayout(1, 2, 4);
        return new TensorDistribution(
                TensorSide.WEIGHTS,
                TensorStatistics.of(values, layout),
                TensorStatistics.ofEachChannel(values, layout));
    }

    @Test
    void aCutTensorHasOneRange() {
        assertThat(ClipRanges.cut(weights(), PER_TENSOR, -2, 2)).containsExactly(new ClipRange(-2, 2));
    }

    @Test
    void aCutOfChannelsLeavesNarrowOnesAsTheyAre() {
        assertThat(ClipRanges.cut(weights(), PER_CHANNEL, -2, 2))
                .containsExactly(new ClipRange(-0.5f, 0.5f), new ClipRange(-2, 2));
    }

    @Test
    void oneChannelIsReplacedAlone() {
        List<ClipRange> full = ClipRanges.resolve(weights(), PER_CHANNEL);
        assertThat(full).containsExactly(new ClipRange(-0.5f, 0.5f), new ClipRange(-8, 8));

        assertThat(ClipRanges.withChannel(full, PER_CHANNEL, 1, -3, 3))
                .containsExactly(new ClipRange(-0.5f, 0.5f), new ClipRange(-3, 3));
        assertThat(ClipRanges.union(full)).isEqualTo(new ClipRange(-8, 8));
    }

    @Test
    void whatIsSetByHandIsWhatIsUsed() {
        QuantSpec manual = PER_TENSOR.withRule(RangeRule.Manual.of(-1, 3));

        // symmetric: the larger end counts
        assertThat(ClipRanges.resolve(weights(), manual)).containsExactly(new ClipRange(-3, 3));
    }

    @Test
    void aReadingOfChannelsAddsTheirNoise() {
        // 2 values of 8 lie outside ±2, one below and one above
        LocalReading reading = LocalReading.of(weights(), PER_CHANNEL, ClipRanges.cut(weights(), PER_CHANNEL, -2, 2));

        assertThat(reading.scales()).isEqualTo(2);
        assertThat(reading.largestScale()).isCloseTo(2f / 127, within(1e-7));
        assertThat(reading.smallestScale()).isCloseTo(0.5f / 127, within(1e-7));
        assertThat(reading.clippedLow()).isCloseTo(1 / 8.0, within(0.01));
        assertThat(reading.clippedHigh()).isCloseTo(1 / 8.0, within(0.01));
        // noise: (8-2)² + (4-2)² = 40 of a signal of 85.6
        assertThat(reading.sqnrDb()).isCloseTo(10 * Math.log10(85.578 / 40), within(0.1));
    }

    @Test
    void anOutlierChannelIsNamed() {
        assertThat(ChannelStrip.outlierWords(weights())).isEmpty();
        float[] values = {1, 1, 1, 1, 20};
        ChannelLayout layout = new ChannelLayout(1, 5, 1);
        TensorDistribution wide = new TensorDistribution(
                TensorSide.WEIGHTS,
                TensorStatistics.of(values, layout),
                TensorStatistics.ofEachChannel(values, layout));

        assertThat(ChannelStrip.outlierWords(wide)).isEqualTo("channel 4 is 20.0 × the median");
    }

    @Test
    void theCurveOfANormalTensorAtFourBitsHasItsBestRangeInside() {
        Random random = new Random(1);
        float[] values = new float[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        TensorDistribution normal =
                new TensorDistribution(TensorSide.ACTIVATIONS, TensorStatistics.of(values), List.of());

        RuleComparison c =
                RuleComparison.of(normal, QuantSpec.activations(Precision.INT4).withSymmetric(true), () -> false);

        ClipErrorCurve.Point best = c.curve().points().stream()
                .reduce((a, b) -> a.sqnrDb() >= b.sqnrDb() ? a : b)
                .orElseThrow();
        // the literature has 2.5 to 2.7 standard deviations for a normal tensor at 4 bits
        assertThat(best.fraction()
                        * Math.max(
                                -normal.statistics().min(), normal.statistics().max()))
                .isBetween(2.3, 2.9);
        RuleComparison.RulePoint least = c.rules().stream()
                .filter(r -> r.rule().equals(RangeRule.LEAST_SQUARED_ERROR))
                .findFirst()
                .orElseThrow();
        assertThat(least.sqnrDb()).isGreaterThanOrEqualTo(best.sqnrDb() - 0.1);
        assertThat(c.rules())
                .extracting(RuleComparison.RulePoint::rule)
                .containsExactlyElementsOf(RuleComparison.RULES);
    }
}
