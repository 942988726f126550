package dev.vernier.engine.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RangeResolverTest {
    private static final QuantSpec AFFINE = QuantSpec.activations(Precision.INT8);
    private static final QuantSpec SYMMETRIC = AFFINE.withSymmetric(true).withNarrowRange(true);

    @Test
    void everyRuleHasAnAlgorithm() {
        assertThat(RangeResolver.kinds()).isEqualTo(Set.of(RangeRule.class.getPermittedSubclasses()));
    }

    @Test
    void minMaxIsWidenedToZeroAndMadeSymmetric() {
        TensorStatistics s = TensorStatistics.of(new float[] {1, 2, 3});
        assertThat(RangeResolver.resolve(s, AFFINE)).isEqualTo(new ClipRange(0, 3));
        assertThat(RangeResolver.resolve(s, SYMMETRIC)).isEqualTo(new ClipRange(-3, 3));
        TensorStatistics negative = TensorStatistics.of(new float[] {-3, -1});
        assertThat(RangeResolver.resolve(negative, AFFINE)).isEqualTo(new ClipRange(-3, 0));
    }

    @Test
    void manual() {
        TensorStatistics s = TensorStatistics.of(new float[] {-7, 7});
        assertThat(RangeResolver.resolve(s, AFFINE.withRule(RangeRule.Manual.of(0.5f, 2))))
                .isEqualTo(new ClipRange(0, 2));
        assertThat(RangeResolver.resolve(s, SYMMETRIC.withRule(RangeRule.Manual.of(-1, 2))))
                .isEqualTo(new ClipRange(-2, 2));
        RangeRule two = new RangeRule.Manual(List.of(new ClipRange(0, 1), new ClipRange(0, 2)));
        assertThatThrownBy(() -> RangeResolver.resolve(s, AFFINE.withRule(two))).isInstanceOf(VernierException.class);
    }

    @Test
    void atRunTimeHasNoFixedRange() {
        TensorStatistics s = TensorStatistics.of(new float[] {1});
        assertThatThrownBy(() -> RangeResolver.resolve(s, QuantSpec.dynamicActivations()))
                .isInstanceOf(VernierException.class);
    }

    /** Every rule, on every kind of data: the range holds 0, lies within the data's, and is symmetric where asked. */
    @ParameterizedTest
    @EnumSource
    void lawsOfEveryRule(SeededValues kind) {
        TensorStatistics s = TensorStatistics.of(kind.values(20_000));
        for (RangeRule rule : automaticRules()) {
            ClipRange affine = RangeResolver.resolve(s, AFFINE.withRule(rule));
            assertThat(affine.contains(0)).as("%s %s", rule, affine).isTrue();
            assertThat(affine.low()).as("%s", rule).isBetween(Math.min(0, s.min()), 0f);
            assertThat(affine.high()).as("%s", rule).isBetween(0f, Math.max(0, s.max()));
            assertThat(affine.width()).as("%s", rule).isPositive();
            ClipRange symmetric = RangeResolver.resolve(s, SYMMETRIC.withRule(rule));
            assertThat(symmetric.low()).as("%s", rule).isEqualTo(-symmetric.high());
            assertThat(symmetric.high()).as("%s", rule).isLessThanOrEqualTo(Math.max(-s.min(), s.max()));
        }
    }

    @Test
    void everyRuleCopesWithNothingAndWithOneValue() {
        for (float[] values : new float[][] {{}, {0, 0}, {5}, {-1e-30f}, {Float.MAX_VALUE, -Float.MAX_VALUE}}) {
            TensorStatistics s = TensorStatistics.of(values);
            for (RangeRule rule : automaticRules()) {
                for (QuantSpec spec : new QuantSpec[] {AFFINE, SYMMETRIC}) {
                    ClipRange range = RangeResolver.resolve(s, spec.withRule(rule));
                    assertThat(range.contains(0)).as("%s", rule).isTrue();
                    assertThat(ScaleCalculator.perTensor(range, spec).scale()).isPositive();
                }
            }
        }
    }

    private static List<RangeRule> automaticRules() {
        return List.of(
                new RangeRule.Octav(),
                RangeRule.MOVING_AVERAGE,
                RangeRule.SQNR,
                new RangeRule.Sqnr(3),
                RangeRule.ENTROPY,
                new RangeRule.MeanDeviations(3),
                RangeRule.MIN_MAX,
                RangeRule.LEAST_SQUARED_ERROR,
                new RangeRule.Percentile(99.9),
                new RangeRule.Percentile(100));
    }

    @Test
    void meanDeviations() {
        // Mean 1, standard deviation 2.
        TensorStatistics s = TensorStatistics.of(new float[] {3, -1, 3, -1, 3, -1});
        assertThat(RangeResolver.resolve(s, AFFINE.withRule(new RangeRule.MeanDeviations(0.75))))
                .isEqualTo(new ClipRange(-0.5f, 2.5f));
        assertThat(RangeResolver.resolve(s, AFFINE.withRule(new RangeRule.MeanDeviations(3))))
                .isEqualTo(new ClipRange(-1, 3));
    }

    @Test
    void labels() {
        assertThat(new RangeRule.Percentile(99.99).label()).isEqualTo("percentile 99.99");
        assertThat(new RangeRule.MeanDeviations(3).label()).isEqualTo("mean ± 3σ");
        assertThat(RangeRule.MIN_MAX.label()).isEqualTo("min-max");
        assertThat(RangeRule.MOVING_AVERAGE.label()).isEqualTo("moving average 0.01");
        assertThat(RangeRule.SQNR.label()).isEqualTo("SQNR");
        assertThat(new RangeRule.Sqnr(3).label()).isEqualTo("SQNR, clipping ×3");
    }

    @Test
    void percentileOfOneSidedDataKeepsZero() {
        float[] x = new float[1000];
        for (int i = 0; i < x.length; i++) {
            x[i] = i + 1;
        }
        ClipRange range = RangeResolver.resolve(TensorStatistics.of(x), AFFINE.withRule(new RangeRule.Percentile(90)));
        assertThat(range.low()).isZero();
        assertThat(range.high()).isCloseTo(900, within(1.5f));
        for (int i = 0; i < x.length; i++) {
            x[i] = -x[i];
        }
        ClipRange negative =
                RangeResolver.resolve(TensorStatistics.of(x), AFFINE.withRule(new RangeRule.Percentile(90)));
        assertThat(negative.high()).isZero();
        assertThat(negative.low()).isCloseTo(-900, within(1.5f));
    }

    @Test
    void percentileOfTwoSidedData() {
        float[] x = new float[2001];
        for (int i = 0; i < x.length; i++) {
            x[i] = i < 1000 ? i - 1000 : (i - 1000) * 2; // -1000 to -1, 0 to 2000
        }
        TensorStatistics s = TensorStatistics.of(x);
        ClipRange affine = RangeResolver.resolve(s, AFFINE.withRule(new RangeRule.Percentile(90)));
        assertThat(affine.low()).isCloseTo(-900, within(2f)); // 100 of 2001 cut off below
        assertThat(affine.high()).isCloseTo(1800, within(3f)); // 100 above
        ClipRange symmetric = RangeResolver.resolve(s, SYMMETRIC.withRule(new RangeRule.Percentile(90)));
        assertThat(symmetric.high()).isCloseTo(1600, within(3f)); // 200 of |x| above
    }

    @Test
    void percentile100IsMinMax() {
        for (SeededValues kind : SeededValues.values()) {
            TensorStatistics s = TensorStatistics.of(kind.values(5000));
            for (QuantSpec spec : new QuantSpec[] {AFFINE, SYMMETRIC}) {
                assertThat(RangeResolver.resolve(s, spec.withRule(new RangeRule.Percentile(100))))
                        .isEqualTo(RangeResolver.resolve(s, spec));
            }
        }
    }

    /** The search finds what trying every pair of ends on the values themselves finds. */
    @ParameterizedTest
    @EnumSource
    void leastSquaredErrorBeatsAGridOfRanges(SeededValues kind) {
        TensorStatistics s = TensorStatistics.of(kind.values(20_000));
        for (Precision precision : new Precision[] {Precision.INT4, Precision.INT8}) {
            QuantSpec spec = QuantSpec.activations(precision).withRule(RangeRule.LEAST_SQUARED_ERROR);
            double found = mse(s, RangeResolver.resolve(s, spec), spec);
            double best = Double.POSITIVE_INFINITY;
            for (int i = 0; i <= 40; i++) {
                for (int j = 0; j <= 40; j++) {
                    ClipRange range = RangeResolver.toGrid(
                            new ClipRange(Math.min(0, s.min()) * i / 40, Math.max(0, s.max()) * j / 40), spec);
                    best = Math.min(best, mse(s, range, spec));
                }
            }
            assertThat(found).as("%s %s", kind, precision).isLessThanOrEqualTo(best * 1.02);
            assertThat(found)
                    .isLessThanOrEqualTo(mse(s, RangeResolver.resolve(s, spec.withRule(RangeRule.MIN_MAX)), spec));
        }
    }

    private static double mse(TensorStatistics s, ClipRange range, QuantSpec spec) {
        return GridPreview.of(s, ScaleCalculator.perTensor(range, spec)).mse();
    }

    @Test
    void leastSquaredErrorCutsOutliersOffAtFourBits() {
        TensorStatistics s = TensorStatistics.of(SeededValues.OUTLIERS.values(200_000));
        QuantSpec spec = QuantSpec.activations(Precision.INT4).withRule(RangeRule.LEAST_SQUARED_ERROR);
        ClipRange range = RangeResolver.resolve(s, spec);
        assertThat(range.high()).isLessThan(40);
        assertThat(range.low()).isBetween(-5f, -1f);
    }
}
