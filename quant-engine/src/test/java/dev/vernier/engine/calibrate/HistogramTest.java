package dev.vernier.engine.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {
    /** Bins [-2,-1) [-1,0) [0,1) [1,2) [2,3). */
    private static final Histogram FIVE = new Histogram(-2, 1, new long[] {1, 3, 0, 4, 2});

    @Test
    void countsBelow() {
        assertThat(FIVE.total()).isEqualTo(10);
        assertThat(FIVE.countBelow(-3)).isZero();
        assertThat(FIVE.countBelow(-1.5)).isEqualTo(0.5);
        assertThat(FIVE.countBelow(0)).isEqualTo(4);
        assertThat(FIVE.countBelow(0.7)).isEqualTo(4);
        assertThat(FIVE.countBelow(1.25)).isEqualTo(5);
        assertThat(FIVE.countBelow(3)).isEqualTo(10);
        assertThat(FIVE.countBelow(9)).isEqualTo(10);
    }

    @Test
    void valueWithCountBelowIsTheInverse() {
        assertThat(FIVE.valueWithCountBelow(0)).isEqualTo(-2);
        assertThat(FIVE.valueWithCountBelow(0.5)).isEqualTo(-1.5);
        assertThat(FIVE.valueWithCountBelow(5)).isEqualTo(1.25);
        assertThat(FIVE.valueWithCountBelow(10)).isEqualTo(3);
        assertThat(FIVE.valueWithCountBelow(11)).isEqualTo(3);
        for (double count = 0.1; count < 10; count += 0.1) {
            assertThat(FIVE.countBelow(FIVE.valueWithCountBelow(count))).isCloseTo(count, within(1e-9));
        }
    }

    @Test
    void rebinnedKeepsZeroAnEdge() {
        Histogram two = FIVE.rebinned(3);
        assertThat(two.binWidth()).isEqualTo(2);
        assertThat(two.low()).isEqualTo(-2);
        assertThat(two.bins()).isEqualTo(3);
        assertThat(new long[] {two.count(0), two.count(1), two.count(2)}).containsExactly(4, 4, 2);
        assertThat(FIVE.rebinned(5).binWidth()).isEqualTo(1);
        Histogram oneASide = FIVE.rebinned(2);
        assertThat(oneASide.lowerEdge(1)).isZero();
        assertThat(new long[] {oneASide.count(0), oneASide.count(1)}).containsExactly(4, 6);
    }

    @Test
    void columnsForDrawing() {
        assertThat(FIVE.countsOver(-2, 3, 5)).containsExactly(1, 3, 0, 4, 2);
        assertThat(FIVE.countsOver(-4, 0, 2)).containsExactly(0, 4);
        assertThat(FIVE.countsOver(1, 2, 4)).containsExactly(1, 1, 1, 1);
    }

    @Test
    void ofValuesAgreesWithSorting() {
        Random random = new Random(5);
        float[] values = new float[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Histogram h = Histogram.of(values);
        for (double x = -3; x < 3; x += 0.37) {
            double limit = x;
            long exact = java.util.stream.IntStream.range(0, values.length)
                    .filter(i -> values[i] < limit)
                    .count();
            assertThat(h.countBelow(x)).isCloseTo(exact, within(20.0));
        }
    }
}
