package dev.vernier.app.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.layers.TensorSide;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightBlocksTest {
    /** {@code [2, 5]}, a channel a row: blocks of 2, 2 and what is left. */
    private static final float[] WEIGHTS = {1, -2, 3, 4, 5, -6, 0, 0, 9, Float.NaN};

    private static final ChannelLayout ROWS = ChannelLayout.of(Shape.of(2, 5), 0);
    private final WeightBlocks blocks = new WeightBlocks(WEIGHTS, ROWS, 2);

    @Test
    void theLastBlockOfAChannelHoldsWhatIsLeft() {
        assertThat(blocks.count()).isEqualTo(6);
        assertThat(blocks.of(2).count()).isEqualTo(1);
        assertThat(blocks.of(2).max()).isEqualTo(5);
        assertThat(blocks.of(3).min()).isEqualTo(-6);
        assertThat(blocks.channel(2)).isZero();
        assertThat(blocks.channel(3)).isEqualTo(1);
    }

    @Test
    void extremesAreEachBlocksOwn() {
        TensorStatistics s = blocks.extremes(TensorStatistics.of(WEIGHTS));

        assertThat(s.channels()).isEqualTo(6);
        assertThat(s.channelMin(0)).isEqualTo(-2);
        assertThat(s.channelMax(0)).isEqualTo(1);
        assertThat(s.channelMin(4)).isZero();
        assertThat(s.channelMax(4)).isEqualTo(9);
        assertThat(s.channelMax(5)).as("of NaN alone").isZero();
        assertThat(s.max()).isEqualTo(9);
    }

    @Test
    void channelsThatLieApartAreGathered() {
        // [2, 2], a channel a column
        WeightBlocks columns = new WeightBlocks(new float[] {1, 10, 2, 20}, ChannelLayout.of(Shape.of(2, 2), 1), 16);

        assertThat(columns.count()).isEqualTo(2);
        assertThat(columns.of(1).min()).isEqualTo(10);
        assertThat(columns.of(1).max()).isEqualTo(20);
    }

    @Test
    void partsAreNamed() {
        var tensor = new TensorDistribution(
                TensorSide.WEIGHTS, blocks.extremes(TensorStatistics.of(WEIGHTS)), List.of(), 0, Optional.of(blocks));

        assertThat(tensor.partName(4)).isEqualTo("block 1 of channel 1");
        assertThat(tensor.hasPart(5)).isTrue();
        assertThat(tensor.hasPart(6)).isFalse();
        assertThat(tensor.part(1).max()).isEqualTo(4);
    }
}
