package dev.vernier.app.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    static NetworkLayout of(NetworkEdges network, boolean downwards) {
        RankedNetwork ranked = RankedNetwork.of(network);
        List<List<Integer>> ranks = RankOrder.of(ranked);
        double across = (downwards ? BOX_WIDTH : BOX_HEIGHT) + GAP;
        double along = downwards ? BOX_HEIGHT + RANK_GAP : BOX_WIDTH + SIDE_RANK_GAP;
        double thickness = downwards ? BOX_HEIGHT : BOX_WIDTH;
        double[] cross = RankPositions.of(ranked, ranks, across, EDGE_GAP);
        double most = Arrays.stream(cross).max().orElse(0) + across / 2;
        double depth = ranks.size() * along + GAP;
        double[] main = new double[cross.length];
        for (int v = 0; v < main.length; v++) {
            main[v] = GAP + thickness / 2 + ranked.rank[v] * along;
        }
        List<Edge> edges = new ArrayList<>();
        for (int[] path : ranked.paths) {
            edges.add(edge(path, cross, main, thickness, downwards));
        }
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

    /** From the lower border of the first box to the upper one of the last; past a rank it runs straight. */
    private static Edge edge(int[] path, double[] cross, double[] main, double thickness, boolean downwards) {
        int points = 2 * path.length - 2;
        double[] a = new double[points];
        double[] b = new double[points];
        int k = 0;
        for (int i = 0; i < path.length; i++) {
            if (i > 0) {
                a[k] = cross[path[i]];
                b[k++] = main[path[i]] - thickness / 2;
            }
            if (i < path.length - 1) {
                a[k] = cross[path[i]];
                b[k++] = main[path[i]] + thickness / 2;
            }
        }
        return new Edge(path[0], path[path.length - 1], downwards ? a : b, downwards ? b : a);
    }
}
