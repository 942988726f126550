package dev.vernier.app.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Nodes in ranks, one below the other. An edge over several ranks passes a bend in each between, so that every link runs from one rank to
 * the next. Nodes come first, bends after them.
 */
final class RankedNetwork {
    /** Beyond so many bends edges that are long are drawn without. */
    private static final int MAX_BENDS = 40_000;

    final int nodes;
    final int[] rank;
    final List<List<Integer>> above;
    final List<List<Integer>> below;
    /** For each edge the vertices it passes, ends included. */
    final List<int[]> paths;

    private RankedNetwork(
            int nodes, int[] rank, List<List<Integer>> above, List<List<Integer>> below, List<int[]> paths) {
        this.nodes = nodes;
        this.rank = rank;
        this.above = above;
        this.below = below;
        this.paths = paths;
    }

    static RankedNetwork of(NetworkEdges network) {
        int[] rank = ranks(network);
        int total = network.count();
        for (int[] e : network.edges()) {
            total += Math.max(0, rank[e[1]] - rank[e[0]] - 1);
        }
        boolean bends = total - network.count() <= MAX_BENDS;
        int vertices = bends ? total : network.count();
        int[] all = Arrays.copyOf(rank, vertices);
        List<List<Integer>> above = lists(vertices);
        List<List<Integer>> below = lists(vertices);
        List<int[]> paths = new ArrayList<>();
        int next = network.count();
        for (int[] e : network.edges()) {
            int length = rank[e[1]] - rank[e[0]];
            if (!bends && length > 1) {
                paths.add(e);
                continue;
            }
            int[] path = new int[length + 1];
            path[0] = e[0];
            path[length] = e[1];
            for (int i = 1; i < length; i++) {
                path[i] = next;
                all[next++] = rank[e[0]] + i;
            }
            for (int i = 0; i < length; i++) {
                below.get(path[i]).add(path[i + 1]);
                above.get(path[i + 1]).add(path[i]);
            }
            paths.add(path);
        }
        return new RankedNetwork(network.count(), all, above, below, paths);
    }

    private static List<List<Integer>> lists(int count) {
        List<List<Integer>> lists = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    /** As far up as what is read allows; what reads nothing stands right above its first reader. */
    private static int[] ranks(NetworkEdges network) {
        int[] rank = new int[network.count()];
        boolean[] reads = new boolean[network.count()];
        List<List<Integer>> from = lists(network.count());
        network.edges().forEach(e -> from.get(e[1]).add(e[0]));
        for (int i = 0; i < rank.length; i++) {
            for (int f : from.get(i)) {
                rank[i] = Math.max(rank[i], rank[f] + 1);
                reads[i] = true;
            }
        }
        int[] firstReader = new int[network.count()];
        Arrays.fill(firstReader, Integer.MAX_VALUE);
        network.edges().forEach(e -> firstReader[e[0]] = Math.min(firstReader[e[0]], rank[e[1]]));
        for (int i = 0; i < rank.length; i++) {
            if (!reads[i] && firstReader[i] != Integer.MAX_VALUE) {
                rank[i] = firstReader[i] - 1;
            }
        }
        return rank;
    }

    int vertices() {
        return rank.length;
    }

    boolean isBend(int vertex) {
        return vertex >= nodes;
    }
}
