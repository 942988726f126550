package dev.vernier.app.format;

import dev.vernier.engine.search.Candidate;
import dev.vernier.engine.search.Cost;
import dev.vernier.engine.search.LayerReason;
import dev.vernier.engine.search.LayerTrade;
import dev.vernier.engine.search.SearchGoal;

/** What a search found, in words. */
public final class SearchWords {
    /** Drops below this are lost in rounding. */
    private static final double NO_POINTS = 0.005;

    private SearchWords() {}

    /** {@code 181 KB}; {@code 2.6 GBOP}, 1 GBOP being 10⁹ bit operations. */
    public static String cost(Cost cost, long amount) {
        return cost == Cost.SIZE
                ? NumberText.bytes(amount)
                : NumberText.count(amount).replace(" ", "\u00a0") + (Math.abs(amount) < 1000 ? " BOP" : "BOP");
    }

    /** Signed the way an accuracy is: a drop of 0.6 points is {@code −0.60 pt}. */
    public static String drop(double points) {
        return NumberText.signed(-points, 2) + " pt";
    }

    /** {@code smallest within 1.0 points}, {@code best within 200 KB}. */
    public static String goal(SearchGoal goal) {
        return goal.kind() == SearchGoal.Kind.CHEAPEST_WITHIN_DROP
                ? (goal.cost() == Cost.SIZE ? "smallest" : "fewest bit operations") + " within "
                        + NumberText.fixed(goal.limit(), 1) + " points"
                : "best within " + cost(goal.cost(), (long) goal.limit());
    }

    /** How the search came to it. */
    public static String origin(Candidate candidate) {
        switch (candidate.origin()) {
            case UNIFORM:
                return "every layer alike";
            case GREEDY_BY_SENSITIVITY:
                return "least sensitive first";
            case GREEDY_BY_GAIN:
                return "best trades first";
            default:
                return "exchanged";
        }
    }

    /**
     * Why a layer has its precision: {@code saves 18.4 KB for about 0.05 points, the 2nd best trade of 20}, or {@code int4 would save 0.2 KB for
     * about 0.61 points, the 20th of 20 trades}.
     */
    public static String why(LayerReason reason, Cost cost) {
        if (reason.trade().isEmpty()) {
            return "nothing narrower saves anything";
        }
        LayerTrade trade = reason.trade().get();
        String would = reason.isNarrowed() ? "" : trade.choice().label() + " would ";
        String saves = trade.saved() < 0
                ? would + (reason.isNarrowed() ? "takes " : "take ") + cost(cost, -trade.saved()) + " more"
                : would + (reason.isNarrowed() ? "saves " : "save ") + cost(cost, trade.saved());
        String loses = trade.points() < NO_POINTS
                ? " at no loss that can be measured"
                : " for about " + NumberText.fixed(trade.points(), 2) + " points";
        return saves + loses + rank(reason);
    }

    private static String rank(LayerReason reason) {
        return reason.rank() == 0
                ? ""
                : ", the " + (reason.rank() == 1 ? "" : ordinal(reason.rank()) + " ") + "best trade of " + reason.of();
    }

    private static String ordinal(int n) {
        int tens = n % 100;
        String ending =
                tens > 10 && tens < 14 ? "th" : n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th";
        return n + ending;
    }
}
