package dev.vernier.engine.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.Rounding;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AffineQuantizationTest {
    private static final QuantType INT8 = QuantType.INT8;

    @ParameterizedTest
    @CsvSource({
        // x, scale, zero point, half to even, half away from zero
        "0, 0.5, 3, 3, 3",
        "0.25, 0.5, 0, 0, 1",
        "0.75, 0.5, 0, 2, 2",
        "-0.25, 0.5, 0, 0, -1",
        "1.25, 0.5, 1, 3, 4",
        "-1.25, 0.5, 1, -1, -2",
        "1.24, 0.5, 0, 2, 2",
        "63.5, 0.5, 0, 127, 127",
        "63.76, 0.5, 0, 127, 127",
        "-64, 0.5, 0, -128, -128",
        "-99, 0.5, 0, -128, -128",
        "Infinity, 0.5, 5, 127, 127",
        "-Infinity, 0.5, 5, -128, -128",
        "3.4e38, 1e-10, 5, 127, 127",
        "NaN, 0.5, 5, 5, 5",
    })
    void worked(float x, float scale, int zeroPoint, int toEven, int awayFromZero) {
        assertThat(AffineQuantization.quantize(x, scale, zeroPoint, INT8, Rounding.HALF_TO_EVEN))
                .isEqualTo(toEven);
        assertThat(AffineQuantization.quantize(x, scale, zeroPoint, INT8, Rounding.HALF_AWAY_FROM_ZERO))
                .isEqualTo(awayFromZero);
    }

    /** 0.49999997 + 0.5 is 1 in single precision; rounding must not fall for it. */
    @Test
    void justBelowHalfRoundsDown() {
        assertThat(AffineQuantization.quantize(0.49999997f, 1f, 0, INT8, Rounding.HALF_AWAY_FROM_ZERO))
                .isZero();
        assertThat(AffineQuantization.quantize(-0.49999997f, 1f, 0, INT8, Rounding.HALF_AWAY_FROM_ZERO))
                .isZero();
    }

    @Test
    void int32IsExactAtItsEnds() {
        assertThat(AffineQuantization.quantize(-3e9f, 1f, 0, QuantType.INT32, Rounding.HALF_TO_EVEN))
                .isEqualTo(Integer.MIN_VALUE);
        assertThat(AffineQuantization.quantize(3e9f, 1f, 0, QuantType.INT32, Rounding.HALF_TO_EVEN))
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void perChannelAlongAnyAxis() {
        TensorData x = TensorData.ofFloats(Shape.of(2, 3), 1, 2, 3, -1, -2, -3);

        QuantParams rows = QuantParams.perChannel(INT8, new float[] {1f, 0.5f}, new int[] {0, 10}, 0);
        TensorData byRow = AffineQuantization.quantize(x, rows, Rounding.HALF_TO_EVEN);
        assertThat(byRow.type()).isEqualTo(DataType.INT8);
        assertThat(byRow.toInts()).containsExactly(1, 2, 3, 8, 6, 4);
        assertThat(AffineQuantization.dequantize(byRow, rows)).isEqualTo(x);

        QuantParams columns = QuantParams.perChannel(INT8, new float[] {1f, 2f, 0.5f}, new int[] {0, 0, 1}, 1);
        TensorData byColumn = AffineQuantization.quantize(x, columns, Rounding.HALF_TO_EVEN);
        assertThat(byColumn.toInts()).containsExactly(1, 1, 7, -1, -1, -5);
        assertThat(AffineQuantization.dequantize(byColumn, columns)).isEqualTo(x);

        float[] fake = x.toFloats();
        AffineQuantization.fakeQuantize(fake, ChannelLayout.of(x.shape(), 1), columns, Rounding.HALF_TO_EVEN);
        assertThat(fake).containsExactly(1, 2, 3, -1, -2, -3);
    }

    @Test
    void codesAreStoredInTheTypeOfTheGrid() {
        TensorData x = TensorData.ofFloats(Shape.of(2), -7.2f, 300.4f);
        assertThat(AffineQuantization.quantize(x, QuantParams.perTensor(QuantType.INT16, 1f, 0), Rounding.HALF_TO_EVEN))
                .isEqualTo(TensorData.ofShorts(DataType.INT16, Shape.of(2), (short) -7, (short) 300));
        assertThat(AffineQuantization.quantize(
                        x, QuantParams.perTensor(QuantType.INT32, 0.5f, 0), Rounding.HALF_TO_EVEN))
                .isEqualTo(TensorData.ofInts(Shape.of(2), -14, 601));
        assertThat(AffineQuantization.quantize(
                        x, QuantParams.perTensor(QuantType.signed(4, true), 1f, 0), Rounding.HALF_TO_EVEN))
                .isEqualTo(TensorData.ofBytes(DataType.INT4, Shape.of(2), (byte) -7, (byte) 7));
    }

    /** For random grids: 0 is kept, order is kept, quantizing twice changes nothing, and inside the range the error is half a step. */
    @Test
    void lawsOfTheGrid() {
        Random random = new Random(20240717);
        List<Precision> integers =
                Stream.of(Precision.values()).filter(Precision::isInteger).toList();
        for (int round = 0; round < 500; round++) {
            Precision precision = integers.get(random.nextInt(integers.size()));
            Rounding rounding = Rounding.values()[random.nextInt(2)];
            boolean symmetric = random.nextBoolean();
            QuantSpec spec = QuantSpec.activations(precision)
                    .withSymmetric(symmetric)
                    .withNarrowRange(symmetric)
                    .withRounding(rounding);
            float magnitude = (float) Math.pow(10, random.nextInt(12) - 6);
            float a = (float) random.nextGaussian() * magnitude;
            float b = (float) random.nextGaussian() * magnitude;
            QuantParams p = ScaleCalculator.perTensor(new ClipRange(Math.min(a, b), Math.max(a, b)), spec);
            ClipRange covered = ScaleCalculator.covered(p, 0);

            float[] x = new float[200];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian() * 2 * magnitude;
            }
            x[0] = 0;
            Arrays.sort(x);
            float[] y = x.clone();
            AffineQuantization.fakeQuantize(y, ChannelLayout.oneChannel(x.length), p, rounding);
            float[] z = y.clone();
            AffineQuantization.fakeQuantize(z, ChannelLayout.oneChannel(x.length), p, rounding);

            assertThat(z).as("idempotent %s", p).isEqualTo(y);
            for (int i = 0; i < x.length; i++) {
                if (x[i] == 0) {
                    assertThat(y[i]).as("zero %s", p).isZero();
                }
                if (i > 0) {
                    assertThat(y[i]).as("monotone %s", p).isGreaterThanOrEqualTo(y[i - 1]);
                }
                float nearest = Math.max(covered.low(), Math.min(covered.high(), x[i]));
                assertThat(Math.abs(y[i] - nearest))
                        .as("error of %s on %s", x[i], p)
                        .isLessThanOrEqualTo(p.scale() * 0.5001f + Math.ulp(x[i]));
            }
        }
    }
}
