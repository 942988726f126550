package dev.vernier.app.search;

import dev.vernier.app.plot.LinearScale;
import dev.vernier.app.plot.PlotArea;
import dev.vernier.engine.search.Candidate;
import dev.vernier.engine.search.SearchGoal;
import java.util.List;

/**
 * The axes of cost against what is lost. Immutable.
 *
 * @param goal what is searched for
 * @param x kilobytes, or millions of bit operations
 * @param y points from float, no loss upwards
 */
record FrontAxes(SearchGoal goal, PlotArea area, LinearScale x, LinearScale y) {
    private static final double PAD = 0.06;

    /** A drop this many times the allowed one need not be seen. */
    private static final double FAR = 4;

    /** The least that the axis of points spans. */
    private static final double LEAST_POINTS = 0.5;

    static FrontAxes of(List<Candidate> front, SearchGoal goal, double width, double height, double scale) {
        PlotArea area = PlotArea.inside(width, height, scale, 44, 26, 16, 38);
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double best = 0;
        double worst = 0;
        for (Candidate c : front) {
            double cost = c.cost(goal.cost()) / SearchController.unit(goal.cost());
            least = Math.min(least, cost);
            most = Math.max(most, cost);
            best = Math.max(best, -c.drop());
            worst = Math.min(worst, -c.drop());
        }
        if (goal.kind() == SearchGoal.Kind.CHEAPEST_WITHIN_DROP) {
            worst = Math.max(worst, -FAR * Math.max(LEAST_POINTS, Math.abs(goal.limit())));
            worst = Math.min(worst, -goal.limit());
        } else {
            double limit = goal.limit() / SearchController.unit(goal.cost());
            least = Math.min(least, limit);
            most = Math.max(most, limit);
        }
        double wide = Math.max(most - least, Math.max(1e-6, most * 0.05));
        double high = Math.max(best - worst, LEAST_POINTS);
        return new FrontAxes(
                goal,
                area,
                new LinearScale(least - PAD * wide, most + PAD * wide, area.left(), area.right()),
                new LinearScale(worst - PAD * high, best + PAD * high, area.bottom(), area.top()));
    }

    double x(Candidate c) {
        return x.toPixel(c.cost(goal.cost()) / SearchController.unit(goal.cost()));
    }

    /** What loses more than the axis reaches stands at its lower end. */
    double y(Candidate c) {
        return y.toPixel(Math.max(y.from(), -c.drop()));
    }

    boolean isBelow(Candidate c) {
        return -c.drop() < y.from();
    }
}
