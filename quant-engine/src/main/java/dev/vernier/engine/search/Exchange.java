package dev.vernier.engine.search;

import dev.vernier.engine.evaluate.Interval;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.search.Evaluations.Evaluated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Local search around one candidate: what one change of a layer does <em>there</em> is measured, so that layers that bear on each other are seen
 * to; pairs of changes are then proposed by what they promise, the most promising measured again together.
 */
final class Exchange {
    /** Changes that are measured around a candidate: as many as a network of some fifty layers has. */
    private static final int MOST_CHANGES = 96;
    /** Pairs that are measured together. */
    private static final int MEASURED = 12;
    /** Proposals of one round. */
    static final int PROPOSALS = 4;
    /** The logistic distribution with this steepness is within 0.01 of the normal one. */
    private static final double LOGISTIC = 1.702;

    private record Change(int layer, int choice, double damage, long cost) {}

    private record Proposal(Assignment assignment, double damage, long cost, double promise) {}

    private final SearchSpace space;
    private final Evaluations evaluations;
    private final LayerTrades trades;

    Exchange(SearchSpace space, Evaluations evaluations, LayerTrades trades) {
        this.space = space;
        this.evaluations = evaluations;
        this.trades = trades;
    }

    /**
     * Assignments worth evaluating on all samples, the most promising first; none that was evaluated before.
     *
     * @param incumbent the best so far that keeps the goal's limit, if any does
     * @param measured hears after each change that was measured
     */
    List<Assignment> around(Evaluated center, SearchGoal goal, Optional<Candidate> incumbent, Runnable measured) {
        Assignment at = center.assignment();
        double damageHere = evaluations.damage(at);
        long costHere = evaluations.cost(at);
        List<Change> changes = new ArrayList<>();
        for (Change c : changes(at)) {
            Assignment changed = at.with(c.layer(), c.choice());
            changes.add(new Change(
                    c.layer(),
                    c.choice(),
                    evaluations.damage(changed) - damageHere,
                    evaluations.cost(changed) - costHere));
            measured.run();
        }
        Promise promise = new Promise(center.candidate(), goal, incumbent);
        List<Proposal> proposals = new ArrayList<>();
        Set<Assignment> seen = new HashSet<>();
        for (int i = 0; i < changes.size(); i++) {
            Change a = changes.get(i);
            propose(at.with(a.layer(), a.choice()), a.damage(), costHere + a.cost(), promise, seen, proposals);
            for (Change b : changes.subList(i + 1, changes.size())) {
                if (a.layer() != b.layer()) {
                    propose(
                            at.with(a.layer(), a.choice()).with(b.layer(), b.choice()),
                            a.damage() + b.damage(),
                            costHere + a.cost() + b.cost(),
                            promise,
                            seen,
                            proposals);
                }
            }
        }
        List<Proposal> together = new ArrayList<>();
        for (Proposal p : best(proposals, MEASURED)) {
            double damage = evaluations.damage(p.assignment()) - damageHere;
            long cost = evaluations.cost(p.assignment());
            together.add(new Proposal(p.assignment(), damage, cost, promise.of(damage, cost)));
            measured.run();
        }
        return best(together, PROPOSALS).stream().map(Proposal::assignment).toList();
    }

    private void propose(
            Assignment assignment,
            double damage,
            long cost,
            Promise promise,
            Set<Assignment> seen,
            List<Proposal> proposals) {
        double promised = promise.of(damage, cost);
        if (promised > 0 && !evaluations.isEvaluated(assignment) && seen.add(assignment)) {
            proposals.add(new Proposal(assignment, damage, cost, promised));
        }
    }

    private static List<Proposal> best(List<Proposal> proposals, int count) {
        return proposals.stream()
                .filter(p -> p.promise() > 0)
                .sorted(Comparator.comparingDouble(Proposal::promise).reversed())
                .limit(count)
                .toList();
    }

    /** Every change of one layer; of very many those that bring most for what they cost, half of them to narrower choices. */
    private List<Change> changes(Assignment at) {
        List<Change> narrower = new ArrayList<>();
        List<Change> wider = new ArrayList<>();
        for (int l = 0; l < space.layers(); l++) {
            for (int c = 0; c < space.choices().size(); c++) {
                if (c == at.choice(l) || !space.isOffered(l, c)) {
                    continue;
                }
                double damage = damage(l, c) - damage(l, at.choice(l));
                long cost = saved(l, at.choice(l)) - saved(l, c);
                (cost < 0 ? narrower : wider).add(new Change(l, c, damage, cost));
            }
        }
        narrower.sort(Comparator.comparingDouble(c -> Math.max(0, c.damage()) / -c.cost()));
        wider.sort(Comparator.comparingDouble(c -> c.damage() / Math.max(1, c.cost())));
        List<Change> all = new ArrayList<>(narrower.subList(0, Math.min(narrower.size(), MOST_CHANGES / 2)));
        all.addAll(wider.subList(0, Math.min(wider.size(), MOST_CHANGES - all.size())));
        return all;
    }

    private double damage(int layer, int choice) {
        return choice == 0 ? 0 : trades.damage(layer, choice);
    }

    private long saved(int layer, int choice) {
        return choice == 0 ? 0 : trades.saved(layer, choice);
    }

    /**
     * What is expected to be gained on the incumbent by an assignment whose drop is foretold from its damage, the drop that will be measured
     * being spread around it: expected improvement (J. Mockus, "On Bayesian methods for seeking the extremum", 1974).
     */
    private final class Promise {
        private final SearchGoal goal;
        private final double drop;
        private final double spread;
        private final double pointsPerDamage = evaluations.pointsPerDamage();
        private final double costToBeat;
        private final double dropToBeat;

        Promise(Candidate center, SearchGoal goal, Optional<Candidate> incumbent) {
            this.goal = goal;
            this.drop = center.drop();
            this.spread = spread(center);
            this.costToBeat = incumbent
                    .map(c -> (double) c.cost(goal.cost()))
                    .orElseGet(() -> evaluations.cost(space.uniform(0)) + 1.0);
            this.dropToBeat = incumbent.map(Candidate::drop).orElse(drop + 100 * spread);
        }

        /** In cost, or in points; not above 0 for what cannot gain anything. */
        double of(double damage, long cost) {
            double expected = drop + pointsPerDamage * damage;
            if (goal.kind() == SearchGoal.Kind.CHEAPEST_WITHIN_DROP) {
                double likely = 1 / (1 + Math.exp(-LOGISTIC * (goal.limit() - expected) / spread));
                return likely * (costToBeat - cost);
            }
            if (cost > goal.limit()) {
                return 0;
            }
            double z = LOGISTIC * (dropToBeat - expected) / spread;
            // softplus, which is z itself where its exponential would overflow
            return spread / LOGISTIC * (z > 30 ? z : Math.log1p(Math.exp(z)));
        }

        /** Standard deviation of the drop of neighbours, in points: about half of the interval's against the float model. */
        private double spread(Candidate center) {
            Optional<Interval> interval =
                    center.main().deltaCi95().or(() -> center.main().ci95());
            double ofInterval = interval.map(i -> 100 * (i.high() - i.low()) / (4 * 1.96))
                    .filter(s -> center.mainMetric().unit() == Metric.Unit.SHARE)
                    .orElse(0.0);
            return Math.max(ofInterval, Math.max(1e-6, 0.02 * Math.abs(drop)));
        }
    }
}
