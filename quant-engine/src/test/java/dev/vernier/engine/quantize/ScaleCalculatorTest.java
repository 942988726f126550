package dev.vernier.engine.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleCalculatorTest {
    private static final QuantSpec AFFINE = QuantSpec.activations(Precision.INT8);
    private static final QuantSpec SYMMETRIC = QuantSpec.weights(Precision.INT8);

    @ParameterizedTest
    @CsvSource({
        // low, high, scale, zero point
        "-1.28, 1.27, 0.01, 0",
        "0, 2.55, 0.01, -128",
        "-2.55, 0, 0.01, 127",
        "1, 2.55, 0.01, -128", // widened to hold 0
        "-2.55, -1, 0.01, 127",
        "-1, 4.1, 0.02, -78", // -128 + 1 / 0.02
        "-10, 2, 0.047058824, 84", // -128 + 212.5, half to even
        "0, 0, 1, -128",
        "0, 1e-30, 1, -128", // 0 for every purpose
    })
    void affine(float low, float high, float scale, int zeroPoint) {
        QuantParams p = ScaleCalculator.perTensor(new ClipRange(low, high), AFFINE);

        assertThat(p.type()).isEqualTo(QuantType.INT8);
        assertThat(p.scale()).isCloseTo(scale, within(scale * 1e-6f));
        assertThat(p.zeroPoint()).isEqualTo(zeroPoint);
    }

    @ParameterizedTest
    @CsvSource({"-1.27, 0.5, 0.01", "-0.5, 1.27, 0.01", "0, 1.27, 0.01", "-127, -3, 1", "0, 0, 1"})
    void symmetric(float low, float high, float scale) {
        QuantParams p = ScaleCalculator.perTensor(new ClipRange(low, high), SYMMETRIC);

        assertThat(p.type()).isEqualTo(QuantType.INT8_NARROW);
        assertThat(p.scale()).isCloseTo(scale, within(scale * 1e-6f));
        assertThat(p.zeroPoint()).isZero();
    }

    @Test
    void codesFollowBitsAndNarrowRange() {
        assertThat(ScaleCalculator.codes(QuantSpec.weights(Precision.INT4))).isEqualTo(new QuantType(4, -7, 7));
        assertThat(ScaleCalculator.codes(QuantSpec.weights(Precision.INT4).withNarrowRange(false)))
                .isEqualTo(new QuantType(4, -8, 7));
        assertThat(ScaleCalculator.codes(QuantSpec.activations(Precision.INT16)))
                .isEqualTo(QuantType.INT16_NARROW);
        assertThat(ScaleCalculator.codes(QuantSpec.weights(Precision.TERNARY))).isEqualTo(new QuantType(2, -1, 1));
        assertThat(ScaleCalculator.codes(QuantSpec.weights(Precision.BINARY))).isEqualTo(new QuantType(1, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ScaleCalculator.codes(QuantSpec.FLOAT));
    }

    @Test
    void perChannelZeroChannelTakesTheLargestScale() {
        QuantParams p = ScaleCalculator.perChannel(
                List.of(new ClipRange(-1.27f, 0), new ClipRange(0, 0), new ClipRange(0, 2.54f)), SYMMETRIC, 1);

        assertThat(p.axis()).isEqualTo(1);
        assertThat(p.scales()).containsExactly(1.27f / 127, 2.54f / 127, 2.54f / 127);
        assertThat(ScaleCalculator.perChannel(List.of(new ClipRange(0, 0)), SYMMETRIC, 0)
                        .scales())
                .containsExactly(1f);
    }

    @Test
    void scaleIsPositiveAndFiniteForEveryRange() {
        float[] ends = {0, Float.MIN_VALUE, 1e-30f, 1e-19f, 1, 1e30f, Float.MAX_VALUE};
        for (Precision precision : new Precision[] {Precision.INT2, Precision.INT4, Precision.INT8, Precision.INT16}) {
            for (boolean symmetric : new boolean[] {false, true}) {
                QuantSpec spec = QuantSpec.activations(precision)
                        .withSymmetric(symmetric)
                        .withNarrowRange(symmetric);
                for (float low : ends) {
                    for (float high : ends) {
                        QuantParams p = ScaleCalculator.perTensor(new ClipRange(-low, high), spec);
                        assertThat(p.scale())
                                .isGreaterThanOrEqualTo(ScaleCalculator.MIN_SCALE)
                                .isFinite();
                    }
                }
            }
        }
    }

    /** The grid covers the range that was asked for to half a step at either end: rounding the zero point moves it that far. */
    @Test
    void coversTheRangeToHalfAStep() {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            float a = (float) random.nextGaussian();
            float b = (float) random.nextGaussian();
            ClipRange asked = new ClipRange(Math.min(a, b), Math.max(a, b)).withZero();
            QuantParams p = ScaleCalculator.perTensor(asked, AFFINE);
            ClipRange covered = ScaleCalculator.covered(p, 0);

            assertThat(covered.low()).isLessThanOrEqualTo(0).isCloseTo(asked.low(), within(p.scale() * 0.501f));
            assertThat(covered.high()).isGreaterThanOrEqualTo(0).isCloseTo(asked.high(), within(p.scale() * 0.501f));
        }
    }
}
