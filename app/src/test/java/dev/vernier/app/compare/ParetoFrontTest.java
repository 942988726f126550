package dev.vernier.app.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.geometry.Rectangle2D;
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

    @Test
    void namesKeepOffPointsAndEachOtherAndInsideThePlot() {
        Rectangle2D area = new Rectangle2D(0, 0, 300, 200);
        PlotLabels labels = new PlotLabels(area);
        labels.keepClear(290, 100, 5);
        labels.keepClear(294, 104, 5);
        Rectangle2D first = labels.place(290, 100, 60, 12, 8).box();
        Rectangle2D second = labels.place(294, 104, 60, 12, 8).box();
        assertThat(area.contains(first)).isTrue();
        assertThat(area.contains(second)).isTrue();
        assertThat(first.intersects(second)).isFalse();
        assertThat(first.intersects(new Rectangle2D(285, 95, 10, 10))).isFalse();
    }
}
