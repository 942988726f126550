package dev.vernier.app.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The order of the vertices in each rank, with few crossings: sweeps down and up that sort each rank by the mean place of the neighbours
 * in the one before, keeping the best order seen (K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system
 * structures", IEEE SMC 11, 1981).
 */
final class RankOrder {
    private static final int SWEEPS = 12;

    private final RankedNetwork network;
    private final int[] place;
    private List<List<Integer>> ranks;

    private RankOrder(RankedNetwork network) {
        this.network = network;
        this.place = new int[network.vertices()];
        int last = Arrays.stream(network.rank).max().orElse(-1);
        ranks = new ArrayList<>();
        for (int r = 0; r <= last; r++) {
            ranks.add(new ArrayList<>());
        }
        // depth first, so that what belongs together starts together
        boolean[] seen = new boolean[network.vertices()];
        for (int v = 0; v < network.vertices(); v++) {
            if (network.above.get(v).isEmpty()) {
                visit(v, seen);
            }
        }
    }

    private void visit(int start, boolean[] seen) {
        List<Integer> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty()) {
            int v = open.remove(open.size() - 1);
            if (seen[v]) {
                continue;
            }
            seen[v] = true;
            ranks.get(network.rank[v]).add(v);
            List<Integer> below = network.below.get(v);
            for (int i = below.size() - 1; i >= 0; i--) {
                open.add(below.get(i));
            }
        }
    }

    /** The vertices of each rank from left to right. */
    static List<List<Integer>> of(RankedNetwork network) {
        RankOrder order = new RankOrder(network);
        List<List<Integer>> best = copy(order.ranks);
        order.number();
        long fewest = order.crossings();
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            order.sweep(sweep % 2 == 0);
            long crossings = order.crossings();
            if (crossings < fewest) {
                fewest = crossings;
                best = copy(order.ranks);
            }
        }
        return best;
    }

    private static List<List<Integer>> copy(List<List<Integer>> ranks) {
        List<List<Integer>> copy = new ArrayList<>();
        ranks.forEach(r -> copy.add(new ArrayList<>(r)));
        return copy;
    }

    private void number() {
        ranks.forEach(this::number);
    }

    private void number(List<Integer> rank) {
        for (int i = 0; i < rank.size(); i++) {
            place[rank.get(i)] = i;
        }
    }

    private void sweep(boolean down) {
        for (int i = 1; i < ranks.size(); i++) {
            List<Integer> rank = ranks.get(down ? i : ranks.size() - 1 - i);
            double[] wanted = new double[network.vertices()];
            for (int v : rank) {
                List<Integer> fixed = down ? network.above.get(v) : network.below.get(v);
                wanted[v] = fixed.stream().mapToInt(n -> place[n]).average().orElse(place[v]);
            }
            rank.sort(Comparator.comparingDouble(v -> wanted[v]));
            number(rank);
        }
    }

    private long crossings() {
        long crossings = 0;
        for (int r = 0; r + 1 < ranks.size(); r++) {
            List<Integer> ends = new ArrayList<>();
            for (int v : ranks.get(r)) {
                network.below.get(v).stream().map(n -> place[n]).sorted().forEach(ends::add);
            }
            crossings += inversions(ends, ranks.get(r + 1).size());
        }
        return crossings;
    }

    /** Pairs out of order, counted with a Fenwick tree over {@code values} places. */
    private static long inversions(List<Integer> ends, int values) {
        long[] tree = new long[values + 1];
        long inversions = 0;
        for (int i = 0; i < ends.size(); i++) {
            long notAfter = 0;
            for (int t = ends.get(i) + 1; t > 0; t -= t & -t) {
                notAfter += tree[t];
            }
            inversions += i - notAfter;
            for (int t = ends.get(i) + 1; t <= values; t += t & -t) {
                tree[t]++;
            }
        }
        return inversions;
    }
}
