package dev.vernier.app.plot;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;

class PlotLabelsTest {
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
