package dev.vernier.engine.search;

/**
 * What is searched for.
 *
 * @param cost what is made small, or kept within {@code limit}
 * @param kind whether cost is made small within a drop, or the drop within a cost
 * @param limit the drop in points ({@link Drop}), or the cost in its unit
 */
public record SearchGoal(Cost cost, Kind kind, double limit) {
    /** Which of the two is given. */
    public enum Kind {
        /** The least cost at which the drop is no more than the limit. */
        CHEAPEST_WITHIN_DROP,
        /** The least drop at which the cost is no more than the limit. */
        BEST_WITHIN_COST
    }

    public SearchGoal {
        if (!Double.isFinite(limit) || (kind == Kind.BEST_WITHIN_COST && limit < 0)) {
            throw new IllegalArgumentException("limit " + limit);
        }
    }

    /** @param drop points below the float model */
    public static SearchGoal cheapest(Cost cost, double drop) {
        return new SearchGoal(cost, Kind.CHEAPEST_WITHIN_DROP, drop);
    }

    /** @param limit bytes, or bit operations */
    public static SearchGoal best(Cost cost, long limit) {
        return new SearchGoal(cost, Kind.BEST_WITHIN_COST, limit);
    }

    /** Whether {@code candidate} keeps to the limit. */
    public boolean isMet(Candidate candidate) {
        // a drop is a difference of shares: 0.8130 - 0.8030 is 1.0000000000000009 points
        return kind == Kind.CHEAPEST_WITHIN_DROP
                ? candidate.drop() <= limit + 1e-9 * Math.max(1, Math.abs(limit))
                : candidate.cost(cost) <= limit;
    }

    /** Whether {@code a} is what one would rather have: within the limit first, then nearer to what is searched for. */
    boolean prefers(Candidate a, Candidate b) {
        if (isMet(a) != isMet(b)) {
            return isMet(a);
        }
        int byCost = Long.compare(a.cost(cost), b.cost(cost));
        int byDrop = Double.compare(a.drop(), b.drop());
        boolean costFirst = (kind == Kind.CHEAPEST_WITHIN_DROP) == isMet(a);
        int first = costFirst ? byCost : byDrop;
        int second = costFirst ? byDrop : byCost;
        return first != 0 ? first < 0 : second < 0;
    }
}
