package dev.vernier.app.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where nodes and edges are drawn, in px at 100 %. Immutable.
 *
 * @param x middles of the nodes
 * @param y middles of the nodes
 * @param rank of each node, from 0 at the top
 * @param edges what each passes
 */
record NetworkLayout(
        double[] x, double[] y, int[] rank, List<Edge> edges, double width, double height, boolean downwards) {
    static final double BOX_WIDTH = 148;
    static final double BOX_HEIGHT = 38;
    private static final double GAP = 20;
    private static final double RANK_GAP = 26;
    private static final double SIDE_RANK_GAP = 44;
    private static final double EDGE_GAP = 18;

    /**
     * An edge.
     *
     * @param x of the points it passes, ends on the boxes' borders
     * @param y likewise
     */
    record Edge(int from, int to, double[] x, double[] y) {}

    /** Computes the layout; milliseconds for a few hundred nodes, so not on the window's thread. */
    static NetworkLayout of(NetworkEdges network, NetworkDirection direction) {
        boolean downwards = direction != NetworkDirection.RIGHT;
        RankedNetwork ranked = RankedNetwork.of(network);
        List<List<Integer>> ranks = RankOrder.of(ranked);
        double across = (downwards ? BOX_WIDTH : BOX_HEIGHT) + GAP;
        double along = downwards ? BOX_HEIGHT + RANK_GAP : BOX_WIDTH + SIDE_RANK_GAP;
        double thickness = downwards ? BOX_HEIGHT : BOX_WIDTH;
        double[] cross = RankPositions.of(ranked, ranks, across, EDGE_GAP);
        double most = Arrays.stream(cross).max().orElse(0) + across / 2;
        ColumnFold fold = direction == NetworkDirection.COLUMNS
                ? ColumnFold.of(ranks.size(), most, along)
                : ColumnFold.none(ranks.size());
        double depth = Math.min(ranks.size(), fold.ranks()) * along + GAP + 2 * fold.margin();
        double[] main = new double[cross.length];
        for (int v = 0; v < main.length; v++) {
            main[v] = GAP + fold.margin() + thickness / 2 + fold.row(ranked.rank[v]) * along;
            cross[v] += fold.column(ranked.rank[v]) * fold.columnWidth();
        }
        Tracks tracks = new Tracks(cross, main, ranked.rank, thickness, fold, most);
        List<Edge> edges = new ArrayList<>();
        for (int[] path : ranked.paths) {
            edges.add(tracks.edge(path, downwards));
        }
        most += (fold.columns(ranks.size()) - 1) * fold.columnWidth();
        double[] nodeCross = Arrays.copyOf(cross, network.count());
        double[] nodeMain = Arrays.copyOf(main, network.count());
        return new NetworkLayout(
                downwards ? nodeCross : nodeMain,
                downwards ? nodeMain : nodeCross,
                Arrays.copyOf(ranked.rank, network.count()),
                List.copyOf(edges),
                downwards ? most : depth,
                downwards ? depth : most,
                downwards);
    }

    /** Where edges run, along and across the network; knows how many have left each column. */
    private static final class Tracks {
        private final double[] cross;
        private final double[] main;
        private final int[] rank;
        private final double thickness;
        private final ColumnFold fold;
        private final double columnWidth;
        private final Map<Integer, Integer> leaving = new HashMap<>();

        Tracks(double[] cross, double[] main, int[] rank, double thickness, ColumnFold fold, double columnWidth) {
            this.cross = cross;
            this.main = main;
            this.rank = rank;
            this.thickness = thickness;
            this.fold = fold;
            this.columnWidth = columnWidth;
        }

        /** From the lower border of the first box to the upper one of the last; past a rank it runs straight. */
        Edge edge(int[] path, boolean downwards) {
            Points p = new Points();
            for (int i = 0; i < path.length; i++) {
                if (i > 0) {
                    p.add(cross[path[i]], main[path[i]] - thickness / 2);
                }
                if (i < path.length - 1) {
                    p.add(cross[path[i]], main[path[i]] + thickness / 2);
                    throughGutter(path[i], path[i + 1], p);
                }
            }
            double[] across = p.across.stream().mapToDouble(Double::doubleValue).toArray();
            double[] along = p.along.stream().mapToDouble(Double::doubleValue).toArray();
            return new Edge(path[0], path[path.length - 1], downwards ? across : along, downwards ? along : across);
        }

        private void throughGutter(int from, int to, Points p) {
            int column = fold.column(rank[from]);
            if (column == fold.column(rank[to])) {
                return;
            }
            double lane = fold.lane(leaving.merge(column, 1, Integer::sum) - 1);
            double foot = main[from] + thickness / 2 + lane;
            double head = main[to] - thickness / 2 - lane;
            double gutter = column * fold.columnWidth() + columnWidth + fold.gutter() - lane;
            p.add(cross[from], foot);
            p.add(gutter, foot);
            p.add(gutter, head);
            p.add(cross[to], head);
        }
    }

    /** Points that an edge passes, as they are found. */
    private static final class Points {
        private final List<Double> across = new ArrayList<>();
        private final List<Double> along = new ArrayList<>();

        void add(double a, double b) {
            across.add(a);
            along.add(b);
        }
    }
}
