package dev.vernier.app.search;

import dev.vernier.app.format.SearchWords;
import dev.vernier.app.plot.LinearScale;
import dev.vernier.app.plot.NiceTicks;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotArea;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.evaluate.Interval;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.search.Candidate;
import dev.vernier.engine.search.Cost;
import dev.vernier.engine.search.SearchGoal;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/**
 * Draws the front: a point for each plan that no other beats, steps between them for what they beat, the limit dashed. What keeps the limit is a
 * full disk, what does not a hollow one; the chosen one is a diamond with its 95 % interval and its numbers.
 */
final class FrontPainter {
    /** Of a point, in px at 100 %. */
    static final double RADIUS = 4.5;

    private static final double DIAMOND = 1.5;

    private final Painter g;
    private final PlotStyle style;
    private final FrontAxes axes;
    private final List<Candidate> front;
    private final Candidate chosen;

    /** @param chosen null for none */
    FrontPainter(Painter g, PlotStyle style, FrontAxes axes, List<Candidate> front, Candidate chosen) {
        this.g = g;
        this.style = style;
        this.axes = axes;
        this.front = front;
        this.chosen = chosen;
    }

    void paint() {
        paintAxes();
        paintLimit();
        paintSteps();
        front.stream().filter(c -> !c.equals(chosen)).forEach(this::paintPoint);
        if (chosen != null) {
            paintChosen();
        }
    }

    private void paintAxes() {
        PlotArea area = axes.area();
        LinearScale x = axes.x();
        LinearScale y = axes.y();
        double gap = 6 * style.scale();
        NiceTicks rows = NiceTicks.between(y.from(), y.to(), (int) Math.max(2, area.height() / (style.fontSize() * 3)));
        for (double tick : rows.values()) {
            style.horizontalLine(g, y.toPixel(tick), area.left(), area.right(), style.hairline());
            number(rows.label(tick), area.left() - gap, y.toPixel(tick), TextAlignment.RIGHT, VPos.CENTER);
        }
        style.horizontalLine(g, y.toPixel(0), area.left(), area.right(), style.secondaryInk());
        style.horizontalLine(g, area.bottom(), area.left(), area.right(), style.secondaryInk());
        NiceTicks columns = NiceTicks.between(x.from(), x.to(), (int) Math.max(2, area.width() / style.numberWidth(8)));
        for (double tick : columns.values()) {
            number(columns.label(tick), x.toPixel(tick), area.bottom() + gap, TextAlignment.CENTER, VPos.TOP);
        }
        words("points from float", 4 * style.scale(), 5 * style.scale(), TextAlignment.LEFT);
        words(
                axes.goal().cost() == Cost.SIZE ? "size, KB" : "bit operations, millions",
                area.right(),
                area.bottom() + gap + style.fontSize() * 1.35,
                TextAlignment.RIGHT);
    }

    private void number(String text, double x, double y, TextAlignment align, VPos origin) {
        g.text(text, x, y, align, origin, style.numberFont(), style.secondaryInk());
    }

    private void words(String text, double x, double y, TextAlignment align) {
        g.text(text, x, y, align, VPos.TOP, style.textFont(), style.secondaryInk());
    }

    private void paintLimit() {
        PlotArea area = axes.area();
        SearchGoal goal = axes.goal();
        if (goal.kind() == SearchGoal.Kind.CHEAPEST_WITHIN_DROP) {
            double py = PlotStyle.crisp(axes.y().toPixel(-goal.limit()));
            g.line(area.left(), py, area.right(), py, style.clip(), 1, 4, 3);
        } else {
            double px = PlotStyle.crisp(axes.x().toPixel(goal.limit() / SearchController.unit(goal.cost())));
            g.line(px, area.top(), px, area.bottom(), style.clip(), 1, 4, 3);
        }
    }

    /** What costs more than a point and is no better lies to the right of the steps. */
    private void paintSteps() {
        int n = front.size();
        double[] xs = new double[Math.max(0, 2 * n - 1)];
        double[] ys = new double[xs.length];
        for (int i = 0; i < n; i++) {
            xs[2 * i] = axes.x(front.get(i));
            ys[2 * i] = axes.y(front.get(i));
            if (i + 1 < n) {
                xs[2 * i + 1] = axes.x(front.get(i + 1));
                ys[2 * i + 1] = axes.y(front.get(i));
            }
        }
        if (n > 1) {
            g.polyline(xs, ys, style.faint(), 1.5 * style.scale());
        }
    }

    private void paintPoint(Candidate c) {
        double radius = RADIUS * style.scale();
        double px = axes.x(c);
        double py = axes.y(c);
        g.disk(px, py, radius + 1, style.ground());
        if (axes.isBelow(c)) {
            // an arrowhead: further down than the axis reaches
            g.fillPolygon(
                    new double[] {px - radius, px + radius, px},
                    new double[] {py - radius, py - radius, py + radius},
                    style.secondaryInk());
        } else {
            g.disk(px, py, radius, style.accent());
            if (!axes.goal().isMet(c)) {
                g.disk(px, py, radius - 1.5 * style.scale(), style.ground());
            }
        }
    }

    private void paintChosen() {
        double s = style.scale();
        double px = axes.x(chosen);
        double py = axes.y(chosen);
        Color ink = axes.goal().isMet(chosen) ? style.good() : style.clip();
        chosen.main()
                .deltaCi95()
                .filter(i -> chosen.mainMetric().unit() == Metric.Unit.SHARE)
                .ifPresent(i -> paintInterval(i, px, ink));
        double d = RADIUS * DIAMOND * s;
        diamond(px, py, d + 1.5, style.ground());
        diamond(px, py, d, ink);
        String words = SearchWords.cost(
                        axes.goal().cost(), chosen.cost(axes.goal().cost())) + ", " + SearchWords.drop(chosen.drop());
        double w = style.numberWidth(words.length());
        boolean right = px + d + 4 * s + w <= axes.area().right();
        double at = right ? px + d + 5 * s : px - d - 5 * s;
        double h = style.fontSize() * 1.3;
        double top = Math.max(axes.area().top(), py - h - 3 * s);
        g.fillRectangle(right ? at - 1 : at - w - 1, top, w + 2, h, style.ground());
        g.text(
                words,
                at,
                top + h / 2,
                right ? TextAlignment.LEFT : TextAlignment.RIGHT,
                VPos.CENTER,
                style.numberFont(),
                style.ink());
    }

    /** @param i of the difference from float, a share */
    private void paintInterval(Interval i, double px, Color ink) {
        LinearScale y = axes.y();
        double low = y.toPixel(Math.max(y.from(), Math.min(y.to(), 100 * i.low())));
        double high = y.toPixel(Math.max(y.from(), Math.min(y.to(), 100 * i.high())));
        g.line(px, low, px, high, ink.deriveColor(0, 1, 1, 0.5), 1.5 * style.scale());
    }

    private void diamond(double px, double py, double d, Color fill) {
        g.fillPolygon(new double[] {px - d, px, px + d, px}, new double[] {py, py - d, py, py + d}, fill);
    }
}
