package dev.vernier.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParetoFrontTest {
    /** Size and goodness. */
    private static double[] p(double size, double goodness) {
        return new double[] {size, goodness};
    }

    @Test
    void whatIsBeatenInBothIsLeftOut() {
        double[] small = p(10, 0.5);
        double[] middle = p(40, 0.97);
        double[] large = p(160, 0.98);
        List<double[]> front = ParetoFront.of(
                List.of(large, p(46, 0.96), small, p(40, 0.9), middle, p(170, 0.98), p(5, Double.NaN)),
                x -> x[0],
                x -> x[1]);
        assertThat(front).containsExactly(small, middle, large);
    }
}
