package dev.vernier.engine.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Plans from every layer at its widest choice to every layer at its narrowest that pays, one step at a time: what a person would try who has a
 * table of sensitivities.
 *
 * <p>For each layer only the choices on the lower convex hull of damage over what is saved take part; the others are never the best trade.
 * Taking steps by what they save for their damage then passes through the optima of the knapsack problem with fractions allowed (P. Sinha,
 * A. Zoltners, "The Multiple-Choice Knapsack Problem", Operations Research 27, 1979), which are those of every Lagrange multiplier.
 */
final class GreedyPath {
    /** A step of no measurable damage is taken for one of as much as this. */
    private static final double NOTHING = 1e-9;

    /** From choice {@code from} to {@code to}. */
    private record Step(int layer, int from, int to, double damage, double saved) {
        double gain() {
            return saved / damage;
        }
    }

    private GreedyPath() {}

    /** Steps of least damage first. */
    static List<Assignment> bySensitivity(LayerTrades trades, Assignment widest) {
        return walk(trades, widest, Comparator.comparingDouble(Step::damage));
    }

    /** Steps that save most for their damage first. */
    static List<Assignment> byGain(LayerTrades trades, Assignment widest) {
        return walk(trades, widest, Comparator.comparingDouble(Step::gain).reversed());
    }

    /** @return without {@code widest} itself */
    private static List<Assignment> walk(LayerTrades trades, Assignment widest, Comparator<Step> first) {
        List<List<Step>> open = new ArrayList<>();
        for (int l = 0; l < widest.layers(); l++) {
            open.add(hull(trades, l));
        }
        List<Assignment> path = new ArrayList<>();
        Assignment at = widest;
        while (true) {
            Step next = open.stream()
                    .filter(steps -> !steps.isEmpty())
                    .map(steps -> steps.get(0))
                    .min(first.thenComparing(
                            Comparator.comparingDouble(Step::saved).reversed()))
                    .orElse(null);
            if (next == null) {
                return path;
            }
            open.get(next.layer()).remove(0);
            at = at.with(next.layer(), next.to());
            path.add(at);
        }
    }

    /** The steps of one layer, each of less gain than the one before. */
    private static List<Step> hull(LayerTrades trades, int layer) {
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (true) {
            Step best = null;
            for (int c = 0; c < trades.choices(); c++) {
                if (!trades.isOffered(layer, c) || trades.saved(layer, c) <= trades.saved(layer, at)) {
                    continue;
                }
                Step step = new Step(
                        layer,
                        at,
                        c,
                        Math.max(NOTHING, trades.damage(layer, c) - trades.damage(layer, at)),
                        trades.saved(layer, c) - trades.saved(layer, at));
                boolean better = best == null
                        || step.gain() > best.gain()
                        || step.gain() == best.gain() && step.saved() > best.saved();
                best = better ? step : best;
            }
            if (best == null) {
                return steps;
            }
            steps.add(best);
            at = best.to();
        }
    }
}
