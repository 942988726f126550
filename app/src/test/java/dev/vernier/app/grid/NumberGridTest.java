package dev.vernier.app.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.spec.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumberGridTest {
    private static final NumberGrid INT4 = new IntegerGrid(Precision.INT4, QuantType.signed(4, false), 0.5f, -2);
    private static final FloatGrid FP16 = new FloatGrid(Precision.FP16);
    private static final FloatGrid BF16 = new FloatGrid(Precision.BF16);

    @Test
    void codesHaveScaleAndZeroPoint() {
        assertThat(INT4.low()).isEqualTo(-3);
        assertThat(INT4.high()).isEqualTo(4.5);
        assertThat(INT4.index(1.3)).isEqualTo(1);
        assertThat(INT4.reconstructed(1.3)).isEqualTo(1.5);
        assertThat(INT4.step(1.3)).isEqualTo(0.5);
        assertThat(INT4.code(-2)).isEqualTo("\u22122");
        assertThat(INT4.bits(-2)).isEqualTo("1110");
        assertThat(INT4.isBeyond(5)).isTrue();
        assertThat(INT4.reconstructed(5)).as("saturates").isEqualTo(4.5);
    }

    @Test
    void binary16HasTenBitsOfMantissa() {
        assertThat(FP16.index(0)).isZero();
        assertThat(FP16.code(FP16.index(1))).isEqualTo("3C00");
        assertThat(FP16.bits(FP16.index(-2))).isEqualTo("1100000000000000");
        assertThat(FP16.high()).isEqualTo(65504);
        assertThat(FP16.step(1.0001)).isEqualTo(Math.pow(2, -10));
        assertThat(FP16.step(0.9999)).as("half of that below 1").isEqualTo(Math.pow(2, -11));
        assertThat(FP16.reconstructed(1e6)).isInfinite();
        assertThat(FP16.exponent(FP16.index(6))).isEqualTo(2);
        assertThat(FP16.significand(FP16.index(6))).isEqualTo(1.5);
        assertThat(FP16.exponent(1)).as("of the smallest number").isEqualTo(-14);
        assertThat(FP16.significand(1)).isEqualTo(Math.pow(2, -10));
    }

    @Test
    void bfloat16HasSeven() {
        assertThat(BF16.code(BF16.index(1))).isEqualTo("3F80");
        assertThat(BF16.step(1.001)).isEqualTo(Math.pow(2, -7));
        assertThat(BF16.exponentBits()).isEqualTo(8);
        assertThat(BF16.exponent(BF16.index(-0.25))).isEqualTo(-2);
    }

    @Test
    void floatsOfEightBitsHaveAScaleAndSaturate() {
        FloatGrid e4m3 = new FloatGrid(Precision.FP8_E4M3, 0.5f);
        assertThat(e4m3.high()).isEqualTo(224);
        assertThat(e4m3.code(e4m3.index(-0.5))).isEqualTo("B8");
        assertThat(e4m3.bits(e4m3.index(0.5))).isEqualTo("00111000");
        assertThat(e4m3.reconstructed(1000)).isEqualTo(224);
        assertThat(e4m3.isBeyond(1000)).isTrue();
        assertThat(e4m3.step(0.51)).isEqualTo(0.0625);
        assertThat(e4m3.exponentBits()).isEqualTo(4);
        assertThat(e4m3.significand(e4m3.index(0.75))).isEqualTo(1.5);
        assertThat(new FloatGrid(Precision.FP8_E5M2).exponentBits()).isEqualTo(5);
    }

    @Test
    void signsHaveAScaleAndAThreshold() {
        // mean magnitude 1.25, threshold 0.875: 1 and 3 are kept
        TensorStatistics values = TensorStatistics.of(new float[] {1, -3, 0.5f, -0.5f});
        SignGrid ternary = SignGrid.of(Precision.TERNARY, values);
        assertThat(ternary.threshold()).isCloseTo(0.875, within(0.002));
        assertThat((double) ternary.scale()).isCloseTo(2, within(0.002));
        assertThat(ternary.index(0.9)).isEqualTo(1);
        assertThat(ternary.reconstructed(-0.8)).isZero();
        assertThat(ternary.border(-1)).isEqualTo(-ternary.threshold());
        SignGrid binary = SignGrid.of(Precision.BINARY, values);
        assertThat((double) binary.scale()).isCloseTo(1.25, within(0.002));
        assertThat(binary.reconstructed(0)).isEqualTo(binary.scale());
        assertThat(binary.code(0)).isEqualTo("\u22121");
    }

    @Test
    void everyIndexComesBack() {
        List<NumberGrid> grids = List.of(
                INT4,
                FP16,
                BF16,
                new FloatGrid(Precision.FP8_E4M3, 0.01f),
                new FloatGrid(Precision.FP8_E5M2, 3e-4f),
                new SignGrid(Precision.TERNARY, 2, 0.5),
                new SignGrid(Precision.BINARY, 2, 0));
        for (NumberGrid grid : grids) {
            for (int i = grid.first(); i <= grid.last(); i++) {
                boolean ascends = i == grid.first() || grid.value(i) > grid.value(i - 1);
                if (grid.index(grid.value(i)) != i || !ascends) {
                    fail(grid + " at " + i);
                }
            }
        }
    }
}
