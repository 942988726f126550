package dev.vernier.engine.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What every precision of every layer saves and does to the outputs, everything else being at the widest choice: measured, one layer at a time,
 * on some of the samples. Immutable.
 */
public final class LayerTrades {
    private static final Comparator<LayerTrade> BEST_FIRST = Comparator.comparingDouble(LayerTrade::savedPerPoint)
            .thenComparingLong(LayerTrade::saved)
            .reversed();

    private final SearchSpace space;
    private final double[][] damage;
    private final long[][] saved;
    private final double pointsPerDamage;
    private final int samples;

    /**
     * @param damage by layer and choice; NaN where the choice is not offered
     * @param saved likewise
     * @param samples that damage was measured on
     */
    LayerTrades(SearchSpace space, double[][] damage, long[][] saved, double pointsPerDamage, int samples) {
        this.space = space;
        this.damage = damage;
        this.saved = saved;
        this.pointsPerDamage = pointsPerDamage;
        this.samples = samples;
    }

    /** The same, with drops expected at another rate. */
    LayerTrades withPointsPerDamage(double points) {
        return new LayerTrades(space, damage, saved, points, samples);
    }

    /** Samples that damage was measured on. */
    public int samples() {
        return samples;
    }

    /** Of every layer every precision that it may get but the widest, in running order. */
    public List<LayerTrade> all() {
        List<LayerTrade> all = new ArrayList<>();
        for (int l = 0; l < space.layers(); l++) {
            for (int c = 1; c < choices(); c++) {
                if (isOffered(l, c)) {
                    all.add(trade(l, c));
                }
            }
        }
        return all;
    }

    /** Why each layer got what it has in {@code candidate}, in running order. */
    public List<LayerReason> explain(Candidate candidate) {
        List<LayerTrade> ranked = new ArrayList<>();
        List<LayerReason> reasons = new ArrayList<>();
        for (int l = 0; l < space.layers(); l++) {
            best(l).ifPresent(ranked::add);
        }
        ranked.sort(BEST_FIRST);
        for (int l = 0; l < space.layers(); l++) {
            int chosen = space.choices().indexOf(candidate.choices().get(l));
            Optional<LayerTrade> best = best(l);
            Optional<LayerTrade> trade = chosen > 0 ? Optional.of(trade(l, chosen)) : best;
            int rank = best.map(ranked::indexOf).orElse(-1) + 1;
            reasons.add(new LayerReason(
                    space.layer(l).name(), candidate.choices().get(l), chosen > 0, trade, rank, ranked.size()));
        }
        return reasons;
    }

    /** The trade of a layer that saves most for what it costs; empty where none saves anything. */
    private Optional<LayerTrade> best(int layer) {
        LayerTrade best = null;
        for (int c = 1; c < choices(); c++) {
            if (isOffered(layer, c) && saved[layer][c] > 0) {
                LayerTrade t = trade(layer, c);
                best = best == null || BEST_FIRST.compare(t, best) < 0 ? t : best;
            }
        }
        return Optional.ofNullable(best);
    }

    private LayerTrade trade(int l, int c) {
        return new LayerTrade(
                space.layer(l).name(),
                space.choices().get(c),
                saved[l][c],
                damage[l][c],
                damage[l][c] * pointsPerDamage);
    }

    int choices() {
        return space.choices().size();
    }

    boolean isOffered(int layer, int choice) {
        return space.isOffered(layer, choice);
    }

    double damage(int layer, int choice) {
        return damage[layer][choice];
    }

    long saved(int layer, int choice) {
        return saved[layer][choice];
    }
}
