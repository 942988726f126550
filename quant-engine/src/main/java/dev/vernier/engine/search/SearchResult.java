package dev.vernier.engine.search;

import java.util.List;
import java.util.Optional;

/**
 * What a search has come to. Immutable.
 *
 * @param found the candidate that is nearest to the goal of those that keep its limit; empty if none does
 * @param front the candidates that no other beats in cost and drop at once, from small to large
 * @param evaluated how many plans were evaluated on all samples
 * @param trades what each precision of each layer saves and costs; empty until measured
 * @param isComplete whether nothing was left to try; otherwise time ran out, or the search goes on
 */
public record SearchResult(
        SearchGoal goal,
        Optional<Candidate> found,
        List<Candidate> front,
        int evaluated,
        Optional<LayerTrades> trades,
        boolean isComplete) {
    public SearchResult {
        front = List.copyOf(front);
    }
}
