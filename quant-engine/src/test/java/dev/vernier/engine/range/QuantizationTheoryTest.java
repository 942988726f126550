package dev.vernier.engine.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.calibrate.Histogram;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is known of uniform quantization without any data. */
class QuantizationTheoryTest {
    private static final TensorStatistics GAUSSIAN = GaussianDensity.statistics(-8, 8);

    private static QuantSpec symmetric(Precision precision, RangeRule rule) {
        return QuantSpec.weights(precision).withGranularity(Granularity.TENSOR).withRule(rule);
    }

    private static GridPreview preview(TensorStatistics s, QuantSpec spec) {
        return GridPreview.of(s, ScaleCalculator.perTensor(RangeResolver.resolve(s, spec), spec));
    }

    /** The best symmetric clip of a unit Gaussian and its SQNR, by numeric integration: range_reference.py. */
    @ParameterizedTest
    @CsvSource({
        "INT2, 1.224, 7.2085",
        "INT3, 1.952, 13.2920",
        "INT4, 2.474, 18.8977",
        "INT5, 2.898, 24.3259",
        "INT6, 3.270, 29.7090",
        "INT7, 3.608, 35.1057",
        "INT8, 3.920, 40.5400"
    })
    void searchesFindTheBestClipOfAGaussian(Precision precision, float clip, double sqnrDb) {
        for (RangeRule rule : new RangeRule[] {RangeRule.LEAST_SQUARED_ERROR, RangeRule.SQNR}) {
            QuantSpec spec = symmetric(precision, rule);
            assertThat(RangeResolver.resolve(GAUSSIAN, spec).high()).isCloseTo(clip, within(clip * 0.01f));
            assertThat(preview(GAUSSIAN, spec).sqnrDb()).isCloseTo(sqnrDb, within(sqnrDb * 0.001));
        }
    }

    /** OCTAV balances a model of the noise, with 2^B steps for 2^B - 1 levels: near the best clip, and nearer the more bits there are. */
    @ParameterizedTest
    @CsvSource({"INT4, 18.8977", "INT5, 24.3259", "INT6, 29.7090", "INT7, 35.1057", "INT8, 40.5400"})
    void octavComesWithinAPercentOfTheBest(Precision precision, double sqnrDb) {
        GridPreview p = preview(GAUSSIAN, symmetric(precision, new RangeRule.Octav()));
        assertThat(p.sqnrDb()).isBetween(sqnrDb * 0.99, sqnrDb + 0.001);
    }

    /** Clipping counted three times: range_reference.py. */
    @ParameterizedTest
    @CsvSource({"INT2, 1.586", "INT4, 2.784", "INT6, 3.534", "INT8, 4.154"})
    void aDearerClippingKeepsMore(Precision precision, float clip) {
        QuantSpec spec = symmetric(precision, new RangeRule.Sqnr(3));
        assertThat(RangeResolver.resolve(GAUSSIAN, spec).high()).isCloseTo(clip, within(clip * 0.01f));
    }

    /** Values spread evenly over {@code [-1, 1]} have 20·log10(levels) dB at best: 6.02 dB a bit. */
    @Test
    void everyBitIsWorthSixDecibels() {
        long[] counts = new long[512];
        Arrays.fill(counts, 1_000_000);
        TensorStatistics even = new TensorStatistics(
                512_000_000L,
                -1,
                1,
                0,
                1 / 3.0,
                0,
                0,
                new Histogram(-1, 1 / 256.0, counts),
                new float[0],
                new float[0]);
        double before = Double.NaN;
        for (int bits = 2; bits <= 16; bits++) {
            QuantType type = QuantType.signed(bits, true);
            float step = 2f / type.levels();
            double sqnrDb =
                    GridPreview.of(even, QuantParams.perTensor(type, step, 0)).sqnrDb();
            assertThat(sqnrDb).as("%d bits", bits).isCloseTo(20 * Math.log10(type.levels()), within(0.01));
            if (bits > 6) {
                assertThat(sqnrDb - before).isCloseTo(6.02, within(0.08));
            }
            before = sqnrDb;
        }
    }

    /** Where steps are fine beside the values and nothing is clipped, rounding has the mean square Δ²/12. */
    @ParameterizedTest
    @EnumSource
    void roundingNoiseIsATwelfthOfTheSquaredStep(SeededValues kind) {
        TensorStatistics s = TensorStatistics.of(kind.values(50_000));
        QuantSpec spec = symmetric(Precision.INT16, RangeRule.MIN_MAX);
        QuantParams grid = ScaleCalculator.perTensor(RangeResolver.resolve(s, spec), spec);
        double rounded = (double) (s.count() - s.zeros()) / s.count();
        double expected = grid.scale() * (double) grid.scale() / 12 * rounded;
        assertThat(GridPreview.of(s, grid).mse()).isCloseTo(expected, within(expected * 0.05));
    }

    @ParameterizedTest
    @EnumSource
    void theHighestSqnrIsTheLeastSquaredErrorAndWeightOnlyWidensIt(SeededValues kind) {
        TensorStatistics s = TensorStatistics.of(kind.values(20_000));
        for (Precision p : new Precision[] {Precision.INT3, Precision.INT4, Precision.INT8}) {
            QuantSpec affine = QuantSpec.activations(p);
            assertThat(RangeResolver.resolve(s, affine.withRule(RangeRule.SQNR)))
                    .isEqualTo(RangeResolver.resolve(s, affine.withRule(RangeRule.LEAST_SQUARED_ERROR)));
            ClipRange once = RangeResolver.resolve(s, symmetric(p, RangeRule.SQNR));
            ClipRange thrice = RangeResolver.resolve(s, symmetric(p, new RangeRule.Sqnr(3)));
            assertThat(thrice.high()).isGreaterThanOrEqualTo(once.high() * 0.999f);
        }
    }
}
