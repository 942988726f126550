package dev.vernier.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.SmallNetworks;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GreedyPathTest {
    private final Graph graph = ShapeInference.annotate(SmallNetworks.branches(1));
    private final SearchSpace space = new SearchSpace(
            new ModelQuantizer(
                    graph,
                    CalibrationRun.run(
                            graph, SmallNetworks.data(graph, 8, 1), 8, "seeded", Progress.NONE, Cancellation.NEVER)),
            QuantPlan.of(Preset.INT8),
            List.of(PrecisionChoice.of(Preset.INT8), PrecisionChoice.of(Preset.INT4)));

    /** By layer: at int8, at int4, at int4 clipped. */
    private final LayerTrades trades = new LayerTrades(
            space,
            new double[][] {{0, 4, 2}, {0, 1, 3}, {0, 9, 9}, {0, 6, -1}, {0, 3, 8}},
            new long[][] {{0, 10, 10}, {0, 20, 20}, {0, 900, 900}, {0, 5, 5}, {0, 0, 0}},
            0.5,
            8);

    private final Assignment widest = Assignment.of(0, 0, 0, 0, 0);

    @Test
    void leastDamageFirst() {
        // the fourth does no damage (clipped), then the second (1), the first (2, clipped), the third (9); the fifth
        // saves nothing
        assertThat(GreedyPath.bySensitivity(trades, widest))
                .containsExactly(
                        Assignment.of(0, 0, 0, 2, 0),
                        Assignment.of(0, 1, 0, 2, 0),
                        Assignment.of(2, 1, 0, 2, 0),
                        Assignment.of(2, 1, 1, 2, 0));
    }

    @Test
    void mostSavedForItsDamageFirst() {
        // saved for damage: the fourth for nothing, the third 100, the second 20, the first 5
        assertThat(GreedyPath.byGain(trades, widest))
                .containsExactly(
                        Assignment.of(0, 0, 0, 2, 0),
                        Assignment.of(0, 0, 1, 2, 0),
                        Assignment.of(0, 1, 1, 2, 0),
                        Assignment.of(2, 1, 1, 2, 0));
    }

    @Test
    void aTradeIsToldInPoints() {
        LayerTrade third = trades.all().get(4);
        assertThat(third.layer()).isEqualTo("mix");
        assertThat(third.points()).isEqualTo(4.5);
        assertThat(third.savedPerPoint()).isEqualTo(200);
        assertThat(trades.all().get(7).savedPerPoint()).isInfinite();
    }

    @Test
    void aLongPathIsThinnedAndItsEndKept() {
        List<Assignment> path =
                IntStream.range(1, 501).mapToObj(i -> Assignment.of(i)).toList();
        List<Assignment> kept = SearchRun.spread(path);
        assertThat(kept).hasSize(SearchRun.LONGEST_PATH).doesNotHaveDuplicates().contains(Assignment.of(500));
        assertThat(new HashSet<>(SearchRun.spread(path.subList(0, 9)))).isEqualTo(new HashSet<>(path.subList(0, 9)));
        // the middle comes first
        assertThat(SearchRun.spread(path.subList(0, 9)).get(0)).isEqualTo(Assignment.of(5));
    }
}
