package dev.vernier.engine.range;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.spec.ClipRange;
import org.junit.jupiter.api.Test;

class ChannelRangesTest {
    @Test
    void outliersStandOutFromTheMedian() {
        float[] w = {1, -1, 2, 3, -20, 5, 0.5f, 0.25f, 40, 1};
        ChannelRanges r = ChannelRanges.of(w, new ChannelLayout(1, 5, 2));

        assertThat(r.ranges())
                .containsExactly(
                        new ClipRange(-1, 1),
                        new ClipRange(0, 3),
                        new ClipRange(-20, 5),
                        new ClipRange(0, 0.5f),
                        new ClipRange(0, 40));
        assertThat(r.medianWidth()).isEqualTo(3);
        assertThat(r.overMedian(2)).isEqualTo(25 / 3.0);
        assertThat(r.outliers(5)).containsExactly(4, 2);
        assertThat(r.outliers(20)).isEmpty();
    }

    @Test
    void tensorWithoutChannels() {
        ChannelRanges r = ChannelRanges.of(TensorStatistics.of(new float[] {1, 2}));
        assertThat(r.ranges()).isEmpty();
        assertThat(r.outliers(1)).isEmpty();
    }
}
