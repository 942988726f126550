package dev.vernier.app.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkLayoutTest {
    private static NetworkEdges network(int count, int... pairs) {
        List<int[]> edges = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            edges.add(new int[] {pairs[i], pairs[i + 1]});
        }
        return new NetworkEdges(count, edges);
    }

    @Test
    void aChainIsAStraightLineDown() {
        NetworkLayout l = NetworkLayout.of(network(4, 0, 1, 1, 2, 2, 3), NetworkDirection.DOWN);
        assertThat(l.x()).containsOnly(l.x()[0]);
        assertThat(l.y()).isSorted();
        assertThat(l.rank()).containsExactly(0, 1, 2, 3);
        assertThat(l.edges().get(0).y()[0]).isEqualTo(l.y()[0] + NetworkLayout.BOX_HEIGHT / 2);
        assertThat(l.edges().get(0).y()[1]).isEqualTo(l.y()[1] - NetworkLayout.BOX_HEIGHT / 2);
    }

    @Test
    void aResidualEdgePassesBesideTheBlockAndRunsStraight() {
        // 0 - 1 - 2 - 3 - 4, and 0 to 4 around them
        NetworkLayout l = NetworkLayout.of(network(6, 0, 1, 1, 2, 2, 3, 3, 4, 0, 4, 4, 5), NetworkDirection.DOWN);
        NetworkLayout.Edge around = l.edges().get(4);
        double[] middle = Arrays.copyOfRange(around.x(), 1, around.x().length - 1);
        for (double x : middle) {
            assertThat(x).isCloseTo(middle[0], Offset.offset(1.0));
            assertThat(Math.abs(x - l.x()[2])).isGreaterThan(NetworkLayout.BOX_WIDTH / 2);
        }
        for (int i = 1; i < 4; i++) {
            assertThat(l.x()[i]).isCloseTo(l.x()[1], Offset.offset(2.0));
        }
    }

    @Test
    void whatReadsNothingStandsAboveItsFirstReader() {
        NetworkLayout l = NetworkLayout.of(network(5, 0, 2, 2, 3, 1, 4, 3, 4), NetworkDirection.DOWN);
        assertThat(l.rank()).containsExactly(0, 2, 1, 2, 3);
    }

    @Test
    void sidewaysTheRanksRunToTheRight() {
        NetworkLayout l = NetworkLayout.of(network(3, 0, 1, 1, 2), NetworkDirection.RIGHT);
        assertThat(l.x()).isSorted();
        assertThat(l.y()).containsOnly(l.y()[0]);
        assertThat(l.width()).isGreaterThan(l.height());
    }

    @Test
    void edgesThatNeedNotCrossDoNot() {
        // two columns whose second rank is named the other way round
        NetworkLayout l = NetworkLayout.of(network(6, 0, 3, 1, 2, 3, 5, 2, 4), NetworkDirection.DOWN);
        assertThat(l.x()[0] < l.x()[1]).isEqualTo(l.x()[3] < l.x()[2]);
        assertThat(l.x()[3] < l.x()[2]).isEqualTo(l.x()[5] < l.x()[4]);
    }

    @Test
    void boxesNeverOverlapAndEdgesRunDown() {
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            List<int[]> edges = new ArrayList<>();
            int n = 10 + random.nextInt(60);
            for (int i = 1; i < n; i++) {
                for (int k = 0; k < 1 + random.nextInt(3); k++) {
                    int from = Math.max(0, i - 1 - random.nextInt(12));
                    if (edges.stream().noneMatch(e -> e[0] == from && e[1] == edges.size())) {
                        edges.add(new int[] {from, i});
                    }
                }
            }
            NetworkLayout l = NetworkLayout.of(new NetworkEdges(n, edges), NetworkDirection.DOWN);
            for (int a = 0; a < n; a++) {
                for (int b = a + 1; b < n; b++) {
                    boolean apart = Math.abs(l.x()[a] - l.x()[b]) >= NetworkLayout.BOX_WIDTH - 1e-6
                            || Math.abs(l.y()[a] - l.y()[b]) >= NetworkLayout.BOX_HEIGHT - 1e-6;
                    assertThat(apart).as("%d and %d of round %d", a, b, round).isTrue();
                }
            }
            l.edges().forEach(e -> assertThat(e.y()).isSorted());
        }
    }

    /** A chain in which every fourth box has a branch beside it and every eighth one a way around. */
    private static NetworkEdges chainWithBranches(int count) {
        List<int[]> edges = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            edges.add(new int[] {i % 4 == 3 ? i - 2 : i - 1, i});
            if (i % 4 == 0) {
                edges.add(new int[] {i - 2, i});
            }
            if (i % 8 == 0) {
                edges.add(new int[] {i - 8, i});
            }
        }
        return new NetworkEdges(count, edges);
    }

    /** With {@code -Dvernier.print=true} what it takes is printed. */
    @ParameterizedTest
    @ValueSource(ints = {100, 500, 2000})
    void largeNetworksGetAPlaceForEveryBox(int count) {
        NetworkEdges network = chainWithBranches(count);
        long[] nanos = new long[15];
        int calls = Boolean.getBoolean("vernier.print") ? nanos.length : 1;
        NetworkLayout l = null;
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            l = NetworkLayout.of(network, NetworkDirection.DOWN);
            nanos[i] = System.nanoTime() - start;
        }
        Set<String> places = new HashSet<>();
        for (int i = 0; i < count; i++) {
            places.add(l.x()[i] + " " + l.y()[i]);
        }
        assertThat(places).hasSize(count);
        if (calls > 1) {
            long first = nanos[0];
            Arrays.sort(nanos);
            System.out.printf(
                    "%d nodes, %d edges: median %d ms, first %d ms%n",
                    count, network.edges().size(), nanos[nanos.length / 2] / 1_000_000, first / 1_000_000);
        }
    }

    @Test
    void aDeepNetworkStandsInColumns() {
        NetworkEdges network = chainWithBranches(400);
        NetworkLayout l = NetworkLayout.of(network, NetworkDirection.COLUMNS);
        assertThat(l.width() / l.height()).isBetween(1.5, 6.0);
        for (int i = 0; i < 400; i++) {
            assertThat(l.x()[i]).isBetween(0.0, l.width());
            assertThat(l.y()[i]).isBetween(0.0, l.height());
            for (int k = 0; k < i; k++) {
                assertThat(Math.abs(l.x()[i] - l.x()[k]) >= NetworkLayout.BOX_WIDTH - 1e-6
                                || Math.abs(l.y()[i] - l.y()[k]) >= NetworkLayout.BOX_HEIGHT - 1e-6)
                        .as("%d and %d apart", i, k)
                        .isTrue();
            }
        }
        for (NetworkLayout.Edge e : l.edges()) {
            int last = e.x().length - 1;
            assertThat(e.x()[0]).isEqualTo(l.x()[e.from()]);
            assertThat(e.y()[0]).isEqualTo(l.y()[e.from()] + NetworkLayout.BOX_HEIGHT / 2);
            assertThat(e.x()[last]).isEqualTo(l.x()[e.to()]);
            assertThat(e.y()[last]).isEqualTo(l.y()[e.to()] - NetworkLayout.BOX_HEIGHT / 2);
            // what goes up does so in a gutter, where no box is
            for (int i = 0; i < last; i++) {
                if (e.y()[i + 1] < e.y()[i]) {
                    double x = e.x()[i];
                    assertThat(e.x()[i + 1]).isEqualTo(x);
                    assertThat(Arrays.stream(l.x())
                                    .map(b -> Math.abs(b - x))
                                    .min()
                                    .orElseThrow())
                            .isGreaterThan(NetworkLayout.BOX_WIDTH / 2);
                }
            }
        }
    }

    @Test
    void nothingIsLaidOutToo() {
        assertThat(NetworkLayout.of(network(0), NetworkDirection.DOWN).edges()).isEmpty();
        assertThat(NetworkLayout.of(network(3), NetworkDirection.DOWN).x()).hasSize(3);
    }
}
