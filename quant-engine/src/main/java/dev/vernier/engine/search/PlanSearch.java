package dev.vernier.engine.search;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.data.SampledDataset;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.LayerCosts;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the precision of each layer for which a model is smallest within a drop, or best within a cost.
 *
 * <ol>
 *   <li>Every layer alike, at each choice.
 *   <li>Each choice of each layer alone, on some samples: what it saves and what it does to the outputs.
 *   <li>The plans that two greedy paths through these trades pass through.
 *   <li>Exchanges of one or two layers around the best, where what a change does is measured again each time.
 * </ol>
 *
 * <p>What is reported was evaluated on all samples under the very plan that is reported, so the front is never worse than what either greedy path
 * finds. The same for the same seed, unless time runs out.
 */
public final class PlanSearch {
    /** Tried unless told otherwise. */
    public static final List<PrecisionChoice> DEFAULT_CHOICES =
            List.of(PrecisionChoice.of(Preset.INT8), PrecisionChoice.of(Preset.INT4));

    /** Tried besides where the others leave the goal out of reach, or room within it. */
    public static final List<PrecisionChoice> WIDER_CHOICES =
            List.of(PrecisionChoice.of(Preset.FP32), PrecisionChoice.of(Preset.INT16X8));

    private static final int MOST_MEASURED = 512;
    private static final int FEWEST_MEASURED = 64;

    /** Multiply-accumulates that measuring layers may take for each second of the budget: a third of it on a slow machine. */
    private static final double MACS_PER_SECOND = 6e9;

    private final ModelQuantizer quantizer;
    private final Dataset data;
    private final SearchOptions options;

    /** @param data fitted to the quantizer's graph */
    public PlanSearch(ModelQuantizer quantizer, Dataset data, SearchOptions options) {
        this.quantizer = quantizer;
        this.data = data;
        this.options = options;
    }

    /**
     * @param base says everything but the precision of layers with weights: target, cures, ranges set by hand
     * @param choices what each layer may get; empty: the {@linkplain #DEFAULT_CHOICES default}
     * @return what was found until nothing was left to try or time ran out
     * @throws java.util.concurrent.CancellationException if asked to stop
     * @throws dev.vernier.engine.VernierException if no layer has weights, or one cannot run
     */
    public SearchResult run(
            QuantPlan base,
            SearchGoal goal,
            List<PrecisionChoice> choices,
            SearchListener listener,
            Cancellation cancellation) {
        long deadline = System.nanoTime() + options.budget().toNanos();
        Cancellation stop = () -> cancellation.isRequested() || System.nanoTime() - deadline > 0;
        int samples = Math.min(options.samples(), data.size());
        try (EvaluationSession all = new EvaluationSession(quantizer.graph(), data, options.evaluation(samples))) {
            SearchSpace space = space(base, goal, choices, all, cancellation);
            int measured = Math.min(samples, measuredSamples(space));
            if (measured == samples) {
                return run(space, goal, all, all, measured, listener, stop, cancellation);
            }
            Dataset chosen = SampledDataset.of(data, samples, measured, options.seed());
            try (EvaluationSession some =
                    new EvaluationSession(quantizer.graph(), chosen, options.evaluation(measured))) {
                return run(space, goal, all, some, measured, listener, stop, cancellation);
            }
        }
    }

    private SearchResult run(
            SearchSpace space,
            SearchGoal goal,
            EvaluationSession all,
            EvaluationSession some,
            int measured,
            SearchListener listener,
            Cancellation stop,
            Cancellation cancelled) {
        Evaluations evaluations = new Evaluations(quantizer, space, goal.cost(), all, some, stop);
        return new SearchRun(space, evaluations, goal, measured, listener).run(cancelled);
    }

    /** The choices asked for; of the default ones the widest decides whether wider ones are of use. */
    private SearchSpace space(
            QuantPlan base,
            SearchGoal goal,
            List<PrecisionChoice> choices,
            EvaluationSession all,
            Cancellation cancellation) {
        if (!choices.isEmpty()) {
            return new SearchSpace(quantizer, base, choices);
        }
        SearchSpace usual = new SearchSpace(quantizer, base, DEFAULT_CHOICES);
        Candidate widest = new Evaluations(quantizer, usual, goal.cost(), all, all, cancellation)
                .evaluate(usual.uniform(0), Candidate.Origin.UNIFORM)
                .candidate();
        boolean withinDrop = goal.kind() == SearchGoal.Kind.CHEAPEST_WITHIN_DROP;
        if (goal.isMet(widest) == withinDrop) {
            return usual;
        }
        List<PrecisionChoice> more = new ArrayList<>(WIDER_CHOICES);
        more.addAll(DEFAULT_CHOICES);
        return new SearchSpace(quantizer, base, more);
    }

    /** Every layer at the narrowest of {@code choices}: what cures are best learned for before a search. */
    public static QuantPlan narrowest(ModelQuantizer quantizer, QuantPlan base, List<PrecisionChoice> choices) {
        SearchSpace space = new SearchSpace(quantizer, base, choices.isEmpty() ? DEFAULT_CHOICES : choices);
        return space.plan(space.narrowest());
    }

    /** As many as the budget has time for, so that a large network is measured on fewer; the same on every machine. */
    private int measuredSamples(SearchSpace space) {
        Graph graph = quantizer.graph();
        double macs = 0;
        for (Layer layer : quantizer.layers()) {
            macs += LayerCosts.of(graph, layer).macsPerSample().orElse(0);
        }
        // what is before the changed layer is at hand: half of the network runs on average
        double each = macs / 2 * space.layers() * (space.choices().size() - 1);
        double possible = MACS_PER_SECOND * options.budget().toMillis() / 1000 / Math.max(1, each);
        return (int) Math.max(FEWEST_MEASURED, Math.min(MOST_MEASURED, possible));
    }
}
