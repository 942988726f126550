package dev.vernier.app.compare;

import dev.vernier.app.plot.LinearScale;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.PlanScore;
import java.util.List;

/**
 * The axes of size against score. Immutable.
 *
 * @param x kilobytes
 * @param y the score, better upwards
 */
record TradeOffAxes(Metric metric, LinearScale x, LinearScale y) {
    /** Plans that lose more than so many times what most lose are not worth the room they would take. */
    private static final double FAR = 6;

    /** The least the score axis spans where the metric is a share. */
    private static final double LEAST_SHARE = 0.06;

    private static final double BYTES_PER_KB = 1000;

    // margins in px at 100 % text
    private static final double LEFT = 40;
    private static final double TOP = 26;
    private static final double RIGHT = 30;
    private static final double BOTTOM = 40;

    /** For the plans that were measured, on a plot of that size; null where there are none. */
    static TradeOffAxes of(List<ComparedPlan> measured, double width, double height, double scale) {
        if (measured.isEmpty()) {
            return null;
        }
        Metric metric = measured.get(0).score().orElseThrow().mainMetric();
        double[] values = measured.stream()
                .filter(r -> r.score().orElseThrow().mainMetric() == metric)
                .mapToDouble(r -> r.score().orElseThrow().main().value())
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        double largest = measured.stream()
                .mapToLong(r -> Math.max(
                        r.score().orElseThrow().sizeBytes(),
                        r.score().orElseThrow().floatBytes()))
                .max()
                .orElse(1);
        double left = Math.round(LEFT * scale);
        LinearScale x =
                new LinearScale(0, largest / BYTES_PER_KB * 1.02, left, Math.max(left + 1, width - RIGHT * scale));
        double top = Math.round(TOP * scale);
        double bottom = Math.max(top + 1, height - Math.round(BOTTOM * scale));
        if (values.length == 0) {
            return new TradeOffAxes(metric, x, new LinearScale(0, 1, bottom, top));
        }
        double least = metric.unit() == Metric.Unit.SHARE ? LEAST_SHARE : 0;
        boolean up = metric.higherIsBetter();
        double best = up ? values[values.length - 1] : values[0];
        double worst = up ? values[0] : values[values.length - 1];
        double typical = Math.abs(best - values[values.length / 2]);
        double span = Math.min(Math.abs(best - worst), Math.max(least, FAR * typical));
        // the worst that is still within what most of them lose
        double reach = 0;
        for (double v : values) {
            double loss = Math.abs(best - v);
            reach = loss <= span * 1.0001 ? Math.max(reach, loss) : reach;
        }
        reach = Math.max(reach, Math.max(least / 2, Math.abs(best) * 1e-6 + 1e-12));
        double pad = reach * 0.18;
        double good = best + (up ? pad : -pad);
        double bad = best - (up ? reach + pad : -(reach + pad));
        return new TradeOffAxes(metric, x, new LinearScale(bad, good, bottom, top));
    }

    double x(ComparedPlan r) {
        return x.toPixel(r.score().orElseThrow().sizeBytes() / BYTES_PER_KB);
    }

    double y(ComparedPlan r) {
        double value = r.score().orElseThrow().main().value();
        return y.toPixel(isBelow(r) ? y.from() : within(value));
    }

    /** Larger for the better; NaN for what scores by another metric. */
    double goodness(ComparedPlan r) {
        PlanScore s = r.score().orElseThrow();
        return s.mainMetric() != metric
                ? Double.NaN
                : metric.higherIsBetter() ? s.main().value() : -s.main().value();
    }

    /** Whether the plan scores worse than the axis reaches. */
    boolean isBelow(ComparedPlan r) {
        return !(goodness(r) >= (metric.higherIsBetter() ? y.from() : -y.from()));
    }

    double within(double value) {
        double low = Math.min(y.from(), y.to());
        double high = Math.max(y.from(), y.to());
        return Math.max(low, Math.min(high, value));
    }
}
