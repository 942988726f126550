package dev.vernier.engine.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.quantize.AffineQuantization;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.Rounding;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GridPreviewTest {

    /** The preview, which sees only counts, against quantizing value by value: full range, and ranges that clip. */
    @ParameterizedTest
    @EnumSource
    void agreesWithQuantizingEveryValue(SeededValues kind) {
        float[] x = kind.values(200_000);
        TensorStatistics s = TensorStatistics.of(x);
        for (Precision precision : new Precision[] {Precision.INT2, Precision.INT4, Precision.INT8, Precision.INT16}) {
            for (boolean symmetric : new boolean[] {false, true}) {
                for (float fraction : new float[] {1, 0.6f, 0.1f}) {
                    QuantSpec spec = QuantSpec.activations(precision).withSymmetric(symmetric);
                    ClipRange range = RangeResolver.toGrid(new ClipRange(s.min() * fraction, s.max() * fraction), spec);
                    QuantParams p = ScaleCalculator.perTensor(range, spec);
                    assertAgrees(GridPreview.of(s, p), exactly(x, p));
                }
            }
        }
    }

    private static void assertAgrees(GridPreview seen, GridPreview exact) {
        assertThat(seen.clippedLow()).as("clipped low of %s", exact).isCloseTo(exact.clippedLow(), within(2e-3));
        assertThat(seen.clippedHigh()).as("clipped high of %s", exact).isCloseTo(exact.clippedHigh(), within(2e-3));
        assertThat(seen.roundedToZero()).as("to zero of %s", exact).isCloseTo(exact.roundedToZero(), within(0.02));
        assertThat((double) seen.codesUsed())
                .as("codes of %s", exact)
                .isCloseTo(exact.codesUsed(), within(2 + exact.codesUsed() * 0.05));
        assertThat(seen.codes()).isEqualTo(exact.codes());
        assertThat(seen.mse()).as("mse of %s", exact).isCloseTo(exact.mse(), within(exact.mse() * 0.03));
        assertThat(seen.sqnrDb()).as("SQNR of %s", exact).isCloseTo(exact.sqnrDb(), within(0.15));
    }

    private static GridPreview exactly(float[] x, QuantParams p) {
        QuantType type = p.type();
        double low = (type.qMin() - p.zeroPoint() - 0.5) * (double) p.scale();
        double high = (type.qMax() - p.zeroPoint() + 0.5) * (double) p.scale();
        double noise = 0;
        double signal = 0;
        double below = 0;
        double above = 0;
        double toZero = 0;
        Set<Integer> codes = new HashSet<>();
        for (float v : x) {
            int q = AffineQuantization.quantize(v, p.scale(), p.zeroPoint(), type, Rounding.HALF_TO_EVEN);
            double d = v - (double) AffineQuantization.dequantize(q, p.scale(), p.zeroPoint());
            noise += d * d;
            signal += (double) v * v;
            below += v < low ? 1 : 0;
            above += v > high ? 1 : 0;
            toZero += v != 0 && q == p.zeroPoint() ? 1 : 0;
            codes.add(q);
        }
        int n = x.length;
        return new GridPreview(
                below / n,
                above / n,
                toZero / n,
                codes.size(),
                type.levels(),
                noise / n,
                10 * Math.log10(signal / noise));
    }

    /** Floats of 8 bits, told from counts, against rounding value by value. */
    @ParameterizedTest
    @EnumSource
    void float8AgreesWithRoundingEveryValue(SeededValues kind) {
        float[] x = kind.values(100_000);
        TensorStatistics s = TensorStatistics.of(x);
        for (Float8 format : new Float8[] {Float8.E4M3FN, Float8.E5M2}) {
            for (float fraction : new float[] {1, 0.3f}) {
                float scale = Math.max(-s.min(), s.max()) * fraction / format.max();
                double noise = 0;
                double signal = 0;
                Set<Float> codes = new HashSet<>();
                for (float v : x) {
                    float y = format.round(v / scale) * scale;
                    noise += ((double) v - y) * ((double) v - y);
                    signal += (double) v * v;
                    codes.add(y + 0f);
                }
                GridPreview seen = GridPreview.of(s, format, scale);
                assertThat(seen.mse()).as("%s", format).isCloseTo(noise / x.length, within(noise / x.length * 0.03));
                assertThat(seen.sqnrDb()).isCloseTo(10 * Math.log10(signal / noise), within(0.15));
                assertThat((double) seen.codesUsed()).isCloseTo(codes.size(), within(3 + codes.size() * 0.12));
                assertThat(seen.codes()).isEqualTo(format == Float8.E4M3FN ? 253 : 247);
            }
        }
    }

    /** The full range clips nothing, whichever way the zero point was rounded. */
    @ParameterizedTest
    @EnumSource
    void fullRangeClipsNothing(SeededValues kind) {
        TensorStatistics s = TensorStatistics.of(kind.values(10_000));
        for (boolean symmetric : new boolean[] {false, true}) {
            QuantSpec spec = QuantSpec.activations(Precision.INT8).withSymmetric(symmetric);
            GridPreview p = GridPreview.of(s, ScaleCalculator.perTensor(RangeResolver.resolve(s, spec), spec));
            assertThat(p.clippedLow() + p.clippedHigh()).isZero();
        }
    }

    @Test
    void worked() {
        // Steps of 1 from -2 to 1: -9 and 1.75 are cut off, 0.25 becomes 0.
        float[] x = {-9, -2, -1, 0, 0.25f, 1, 1.25f, 1.75f};
        QuantParams p = QuantParams.perTensor(new QuantType(2, -2, 1), 1f, 0);
        GridPreview seen = GridPreview.of(TensorStatistics.of(x), p);

        assertThat(seen.clippedLow()).isEqualTo(1 / 8.0);
        assertThat(seen.clippedHigh()).isEqualTo(1 / 8.0);
        assertThat(seen.roundedToZero()).isEqualTo(1 / 8.0);
        assertThat(seen.codesUsed()).isEqualTo(4);
        assertThat(seen.mse()).isCloseTo((49 + 0.0625 + 0.0625 + 0.5625) / 8, within(1e-2));
    }

    @Test
    void zerosAndNothingHaveNoError() {
        QuantParams p = QuantParams.perTensor(QuantType.INT8, 0.1f, 3);
        for (float[] x : new float[][] {{0, 0, 0}, {}}) {
            GridPreview seen = GridPreview.of(TensorStatistics.of(x), p);
            assertThat(seen.mse()).isZero();
            assertThat(seen.sqnrDb()).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(seen.codesUsed()).isEqualTo(x.length == 0 ? 0 : 1);
            assertThat(seen.clippedLow() + seen.clippedHigh() + seen.roundedToZero())
                    .isZero();
        }
    }

    /** A mean squared error of Δ²/12 for rounding alone, and 6.02 dB for each bit. */
    @Test
    void noiseOfRounding() {
        TensorStatistics s = TensorStatistics.of(SeededValues.UNIFORM.values(200_000));
        double before = Double.NaN;
        for (int bits = 4; bits <= 8; bits++) {
            QuantSpec spec =
                    QuantSpec.activations(Precision.ofLabel("int" + bits).orElseThrow());
            QuantParams grid = ScaleCalculator.perTensor(RangeResolver.resolve(s, spec), spec);
            GridPreview p = GridPreview.of(s, grid);
            double step = grid.scale();
            assertThat(p.mse()).isCloseTo(step * step / 12, within(step * step / 12 * 0.03));
            if (bits > 4) {
                assertThat(p.sqnrDb() - before).isCloseTo(6.02, within(0.45)); // 2^b - 1 steps, not 2^b
            }
            before = p.sqnrDb();
        }
    }
}
