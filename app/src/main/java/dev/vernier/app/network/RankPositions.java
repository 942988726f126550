package dev.vernier.app.network;

import java.util.List;

/**
 * Positions along the ranks, in order and apart, with links as straight as that allows. Each rank in turn takes the positions nearest, in
 * weighted squares, to the mean of its neighbours'; the order is kept by pooling adjacent violators. Long edges weigh most, as bends in
 * them are what the eye follows.
 */
final class RankPositions {
    private static final int SWEEPS = 24;
    private static final double BEND_TO_BEND = 12;
    private static final double BEND_TO_NODE = 3;
    private static final double CHAIN = 5;
    private static final double NODE_TO_NODE = 1;
    /** How much a vertex keeps its place, so that nothing drifts without a neighbour. */
    private static final double INERTIA = 0.02;

    private final RankedNetwork network;
    private final double nodeSize;
    private final double bendSize;
    private final double[] position;

    private RankPositions(RankedNetwork network, double nodeSize, double bendSize) {
        this.network = network;
        this.nodeSize = nodeSize;
        this.bendSize = bendSize;
        this.position = new double[network.vertices()];
    }

    /**
     * @param nodeSize room that a node takes along its rank, with the gap to the next
     * @param bendSize room that a passing edge takes
     * @return the middle of each vertex; the least is half a node's room
     */
    static double[] of(RankedNetwork network, List<List<Integer>> ranks, double nodeSize, double bendSize) {
        RankPositions p = new RankPositions(network, nodeSize, bendSize);
        for (List<Integer> rank : ranks) {
            double end = 0;
            for (int i = 0; i < rank.size(); i++) {
                end += i == 0 ? 0 : p.distance(rank.get(i - 1), rank.get(i));
                p.position[rank.get(i)] = end;
            }
            double middle = end / 2;
            rank.forEach(v -> p.position[v] -= middle);
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int i = 0; i < ranks.size(); i++) {
                p.settle(ranks.get(sweep % 2 == 0 ? i : ranks.size() - 1 - i));
            }
        }
        double least = Double.POSITIVE_INFINITY;
        for (double x : p.position) {
            least = Math.min(least, x);
        }
        for (int v = 0; v < p.position.length; v++) {
            p.position[v] += nodeSize / 2 - least;
        }
        return p.position;
    }

    private double distance(int left, int right) {
        return (size(left) + size(right)) / 2;
    }

    private double size(int vertex) {
        return network.isBend(vertex) ? bendSize : nodeSize;
    }

    private double weight(int upper, int lower) {
        if (network.isBend(upper) && network.isBend(lower)) {
            return BEND_TO_BEND;
        }
        if (network.isBend(upper) || network.isBend(lower)) {
            return BEND_TO_NODE;
        }
        boolean chain =
                network.below.get(upper).size() == 1 || network.above.get(lower).size() == 1;
        return chain ? CHAIN : NODE_TO_NODE;
    }

    /** One rank to its best positions, all others as they are. */
    private void settle(List<Integer> rank) {
        int n = rank.size();
        double[] value = new double[n];
        double[] weight = new double[n];
        int[] count = new int[n];
        double offset = 0;
        int blocks = 0;
        for (int i = 0; i < n; i++) {
            int v = rank.get(i);
            offset += i == 0 ? 0 : distance(rank.get(i - 1), v);
            double sum = INERTIA * position[v];
            double all = INERTIA;
            for (int u : network.above.get(v)) {
                double w = weight(u, v);
                sum += w * position[u];
                all += w;
            }
            for (int u : network.below.get(v)) {
                double w = weight(v, u);
                sum += w * position[u];
                all += w;
            }
            // without the room of those to its left, only the order matters
            value[blocks] = sum / all - offset;
            weight[blocks] = all;
            count[blocks] = 1;
            blocks++;
            while (blocks > 1 && value[blocks - 2] > value[blocks - 1]) {
                double w = weight[blocks - 2] + weight[blocks - 1];
                value[blocks - 2] =
                        (value[blocks - 2] * weight[blocks - 2] + value[blocks - 1] * weight[blocks - 1]) / w;
                weight[blocks - 2] = w;
                count[blocks - 2] += count[blocks - 1];
                blocks--;
            }
        }
        int i = 0;
        offset = 0;
        for (int b = 0; b < blocks; b++) {
            for (int k = 0; k < count[b]; k++, i++) {
                offset += i == 0 ? 0 : distance(rank.get(i - 1), rank.get(i));
                position[rank.get(i)] = value[b] + offset;
            }
        }
    }
}
