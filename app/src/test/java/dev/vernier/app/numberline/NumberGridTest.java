package dev.vernier.app.numberline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.spec.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumberGridTest {
    private static final NumberGrid INT4 = new IntegerGrid(Precision.INT4, QuantType.signed(4, false), 0.5f, -2);
    private static final HalfGrid FP16 = new HalfGrid(Precision.FP16);
    private static final HalfGrid BF16 = new HalfGrid(Precision.BF16);

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
    void everyIndexComesBack() {
        for (NumberGrid grid : List.of(INT4, FP16, BF16)) {
            for (int i = grid.first(); i <= grid.last(); i++) {
                boolean ascends = i == grid.first() || grid.value(i) > grid.value(i - 1);
                if (grid.index(grid.value(i)) != i || !ascends) {
                    fail(grid + " at " + i);
                }
            }
        }
    }
}
