package dev.vernier.engine.search;

import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.search.Candidate.Origin;
import dev.vernier.engine.search.Evaluations.Evaluated;
import dev.vernier.engine.search.SearchListener.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/** One search in one space, phase by phase. */
final class SearchRun {
    /** Of a longer greedy path so many plans are evaluated, evenly spread. */
    static final int LONGEST_PATH = 64;

    /** Candidates around which is searched once nothing better was found around the best. */
    private static final int NEIGHBOURING_CENTERS = 4;

    /** Candidates of the front around which is searched for its own sake. */
    private static final int MOST_REFINED = 24;

    private final SearchSpace space;
    private final Evaluations evaluations;
    private final SearchGoal goal;
    private final int measuredSamples;
    private final SearchListener listener;
    private Optional<LayerTrades> trades = Optional.empty();
    private int exchanges;

    SearchRun(
            SearchSpace space, Evaluations evaluations, SearchGoal goal, int measuredSamples, SearchListener listener) {
        this.space = space;
        this.evaluations = evaluations;
        this.goal = goal;
        this.measuredSamples = measuredSamples;
        this.listener = listener;
    }

    /**
     * @param cancelled asks to stop for good; the evaluations also stop when time runs out
     * @throws CancellationException if cancelled
     */
    SearchResult run(Cancellation cancelled) {
        boolean complete = false;
        try {
            uniform();
            measureTrades();
            greedy();
            exchange();
            complete = true;
        } catch (CancellationException stopped) {
            cancelled.check();
        }
        return result(complete);
    }

    private void uniform() {
        int choices = space.choices().size();
        for (int c = 0; c < choices; c++) {
            listener.progress(Phase.UNIFORM, c, choices);
            evaluate(space.uniform(c), Origin.UNIFORM);
        }
    }

    private void measureTrades() {
        Assignment widest = space.uniform(0);
        int layers = space.layers();
        int choices = space.choices().size();
        int total = Math.max(1, layers * (choices - 1));
        double least = evaluations.damage(widest);
        long most = evaluations.cost(widest);
        double[][] damage = new double[layers][choices];
        long[][] saved = new long[layers][choices];
        int done = 0;
        for (int l = 0; l < layers; l++) {
            for (int c = 1; c < choices; c++) {
                listener.progress(Phase.SENSITIVITY, done++, total);
                if (space.isOffered(l, c)) {
                    Assignment one = widest.with(l, c);
                    damage[l][c] = evaluations.damage(one) - least;
                    saved[l][c] = most - evaluations.cost(one);
                } else {
                    damage[l][c] = Double.NaN;
                }
            }
        }
        trades = Optional.of(new LayerTrades(space, damage, saved, evaluations.pointsPerDamage(), measuredSamples));
        listener.grown(result(false));
    }

    private void greedy() {
        Assignment widest = space.uniform(0);
        List<Assignment> byGain = spread(GreedyPath.byGain(trades.orElseThrow(), widest));
        List<Assignment> bySensitivity = spread(GreedyPath.bySensitivity(trades.orElseThrow(), widest));
        int total = Math.max(1, byGain.size() + bySensitivity.size());
        int done = 0;
        for (Assignment a : byGain) {
            listener.progress(Phase.GREEDY, done++, total);
            evaluate(a, Origin.GREEDY_BY_GAIN);
        }
        for (Assignment a : bySensitivity) {
            listener.progress(Phase.GREEDY, done++, total);
            evaluate(a, Origin.GREEDY_BY_SENSITIVITY);
        }
    }

    /** At most {@link #LONGEST_PATH} of a path, the last one always; ends and middles first, so that the front is told roughly at once. */
    static List<Assignment> spread(List<Assignment> path) {
        int count = Math.min(LONGEST_PATH, path.size());
        List<Assignment> kept = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            kept.add(path.get((int) ((long) i * path.size() / count) - 1));
        }
        List<Assignment> ordered = new ArrayList<>(count);
        Deque<List<Assignment>> halves = new ArrayDeque<>(List.of(kept));
        while (!halves.isEmpty()) {
            List<Assignment> half = halves.poll();
            if (!half.isEmpty()) {
                int middle = half.size() / 2;
                ordered.add(half.get(middle));
                halves.add(half.subList(0, middle));
                halves.add(half.subList(middle + 1, half.size()));
            }
        }
        return ordered;
    }

    private void exchange() {
        Exchange exchange = new Exchange(space, evaluations, trades.orElseThrow());
        Set<Assignment> visited = new HashSet<>();
        for (Optional<Evaluated> center = next(visited); center.isPresent(); center = next(visited)) {
            visited.add(center.get().assignment());
            exchange(exchange, center.get(), goal, best().map(Evaluated::candidate));
        }
        // then the rest of the front: each as if it were what is searched for
        Set<Assignment> refined = new HashSet<>();
        best().ifPresent(e -> refined.add(e.assignment()));
        for (Optional<Evaluated> center = nearest(refined); center.isPresent(); center = nearest(refined)) {
            refined.add(center.get().assignment());
            Candidate c = center.get().candidate();
            exchange(exchange, center.get(), SearchGoal.cheapest(goal.cost(), c.drop()), Optional.of(c));
        }
    }

    private void exchange(Exchange exchange, Evaluated center, SearchGoal aim, Optional<Candidate> incumbent) {
        List<Assignment> proposals = exchange.around(center, aim, incumbent, this::exchanged);
        for (Assignment a : proposals) {
            evaluate(a, Origin.EXCHANGE);
            exchanged();
        }
    }

    private void exchanged() {
        exchanges++;
        listener.progress(Phase.EXCHANGE, exchanges, exchanges + Exchange.PROPOSALS);
    }

    /** The best, unless all around it is known; then those of the front that are next to it. */
    private Optional<Evaluated> next(Set<Assignment> visited) {
        Optional<Evaluated> best = best();
        if (best.isPresent() && !visited.contains(best.get().assignment())) {
            return best;
        }
        return fromLimit()
                .limit(NEIGHBOURING_CENTERS)
                .filter(e -> !visited.contains(e.assignment()))
                .findFirst();
    }

    private Optional<Evaluated> nearest(Set<Assignment> refined) {
        return refined.size() > MOST_REFINED
                ? Optional.empty()
                : fromLimit().filter(e -> !refined.contains(e.assignment())).findFirst();
    }

    /** The front, what is nearest to the limit first. */
    private Stream<Evaluated> fromLimit() {
        return evaluations.front().stream().sorted(Comparator.comparingDouble(this::distanceFromLimit));
    }

    private double distanceFromLimit(Evaluated e) {
        double is = goal.kind() == SearchGoal.Kind.CHEAPEST_WITHIN_DROP
                ? e.candidate().drop()
                : e.candidate().cost(goal.cost());
        return Math.abs(is - goal.limit());
    }

    private void evaluate(Assignment assignment, Origin origin) {
        if (!evaluations.isEvaluated(assignment)) {
            evaluations.evaluate(assignment, origin);
            listener.grown(result(false));
        }
    }

    /** The one that is nearest to the goal of those that keep its limit. */
    private Optional<Evaluated> best() {
        Evaluated best = null;
        for (Evaluated e : evaluations.evaluated()) {
            if (goal.isMet(e.candidate()) && (best == null || goal.prefers(e.candidate(), best.candidate()))) {
                best = e;
            }
        }
        return Optional.ofNullable(best);
    }

    private SearchResult result(boolean complete) {
        return new SearchResult(
                goal,
                best().map(Evaluated::candidate),
                evaluations.front().stream().map(Evaluated::candidate).toList(),
                evaluations.evaluated().size(),
                trades.map(t -> t.withPointsPerDamage(evaluations.pointsPerDamage())),
                complete);
    }
}
