package dev.vernier.app.compare;

import dev.vernier.app.format.ScoreText;
import dev.vernier.app.plot.LinearScale;
import dev.vernier.app.plot.NiceTicks;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotColor;
import dev.vernier.app.plot.PlotLabels;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.evaluate.Interval;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.PlanScore;
import dev.vernier.engine.search.ParetoFront;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.Rectangle2D;
import javafx.geometry.VPos;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/**
 * Draws size against score: a point for each plan that was measured, its interval as a line, the Pareto front dashed. Techniques are round,
 * snapshots square, the present plan is a diamond; one that is still being measured is hollow. What scores far below the rest stands at
 * the bottom edge with its number.
 */
final class TradeOffPainter {
    /** Of a point, in px at 100 %. */
    static final double RADIUS = 4.5;

    /** Points nearer to each other than this look like one. */
    private static final double TOGETHER = 3;

    private final Painter g;
    private final PlotStyle style;
    private final TradeOffAxes axes;
    private final List<ComparedPlan> shown;

    TradeOffPainter(Painter g, PlotStyle style, TradeOffAxes axes, List<ComparedPlan> shown) {
        this.g = g;
        this.style = style;
        this.axes = axes;
        this.shown = shown;
    }

    void paint(double width) {
        paintAxes();
        paintFront();
        double s = style.scale();
        double left = axes.x().pixelFrom() + 2;
        PlotLabels labels = new PlotLabels(new Rectangle2D(
                left, 0, Math.max(1, width - left), Math.max(1, axes.y().pixelFrom() - 2)));
        shown.forEach(r -> labels.keepClear(axes.x(r), axes.y(r), RADIUS * s));
        shown.forEach(this::paintInterval);
        // the present plan comes last, over all others, as it is the one that moves
        shown.forEach(this::paintPoint);
        together().forEach(group -> paintName(labels, group));
    }

    /** Plans whose points lie on each other, which share a name. */
    private List<List<ComparedPlan>> together() {
        List<List<ComparedPlan>> groups = new ArrayList<>();
        for (ComparedPlan r : shown) {
            groups.stream()
                    .filter(others ->
                            Math.hypot(axes.x(others.get(0)) - axes.x(r), axes.y(others.get(0)) - axes.y(r)) < TOGETHER)
                    .findFirst()
                    .orElseGet(() -> {
                        groups.add(new ArrayList<>());
                        return groups.get(groups.size() - 1);
                    })
                    .add(r);
        }
        return groups;
    }

    private void paintAxes() {
        LinearScale x = axes.x();
        LinearScale y = axes.y();
        Metric metric = axes.metric();
        boolean share = metric.unit() == Metric.Unit.SHARE;
        double factor = share ? 100 : 1;
        NiceTicks rows = NiceTicks.between(
                y.from() * factor, y.to() * factor, (int) ((y.pixelFrom() - y.pixelTo()) / (style.fontSize() * 3)));
        double gap = 6 * style.scale();
        for (double tick : rows.values()) {
            double py = y.toPixel(tick / factor);
            style.horizontalLine(g, py, x.pixelFrom(), x.pixelTo(), style.hairline());
            number(rows.label(tick), x.pixelFrom() - gap, py, TextAlignment.RIGHT, VPos.CENTER);
        }
        double below = y.pixelFrom() + gap;
        style.horizontalLine(g, y.pixelFrom(), x.pixelFrom(), x.pixelTo(), style.secondaryInk());
        NiceTicks columns =
                NiceTicks.between(x.from(), x.to(), (int) ((x.pixelTo() - x.pixelFrom()) / style.numberWidth(7)));
        for (double tick : columns.values()) {
            number(columns.label(tick), x.toPixel(tick), below, TextAlignment.CENTER, VPos.TOP);
        }
        String unit = share ? ", %" : metric.unit() == Metric.Unit.DECIBELS ? ", dB" : "";
        title(metric.title() + unit, 4 * style.scale(), 6 * style.scale(), TextAlignment.LEFT);
        title("size, KB", x.pixelTo(), below + style.fontSize() * 1.35, TextAlignment.RIGHT);
    }

    private void number(String text, double x, double y, TextAlignment align, VPos origin) {
        g.text(text, x, y, align, origin, style.numberFont(), style.secondaryInk());
    }

    private void title(String text, double x, double y, TextAlignment align) {
        g.text(text, x, y, align, VPos.TOP, style.textFont(), style.secondaryInk());
    }

    private void paintFront() {
        List<ComparedPlan> front = ParetoFront.of(
                shown.stream().filter(r -> !r.isGrowing()).toList(),
                r -> r.score().orElseThrow().sizeBytes(),
                axes::goodness);
        g.polyline(
                front.stream().mapToDouble(axes::x).toArray(),
                front.stream().mapToDouble(axes::y).toArray(),
                style.secondaryInk(),
                1,
                3,
                3);
    }

    private void paintInterval(ComparedPlan r) {
        Optional<Interval> interval = r.score().orElseThrow().main().ci95();
        if (interval.isPresent() && !axes.isBelow(r)) {
            double low = axes.y().toPixel(axes.within(interval.get().low()));
            double high = axes.y().toPixel(axes.within(interval.get().high()));
            Color faint = inkOf(r).deriveColor(0, 1, 1, 0.4);
            g.line(axes.x(r), low, axes.x(r), high, faint, 1.5 * style.scale());
        }
    }

    private Color inkOf(ComparedPlan r) {
        return r.kind() == ComparedPlan.Kind.PRESENT ? style.clip() : style.color(PlotColor.of(r.precision()));
    }

    private void paintPoint(ComparedPlan r) {
        double radius = RADIUS * style.scale();
        Color ink = inkOf(r);
        shape(r.kind(), axes.x(r), axes.y(r), radius + 1, style.ground());
        shape(r.kind(), axes.x(r), axes.y(r), radius, ink);
        if (r.isGrowing()) {
            shape(r.kind(), axes.x(r), axes.y(r), radius - 1.5 * style.scale(), style.ground());
        }
    }

    private void shape(ComparedPlan.Kind kind, double px, double py, double radius, Color fill) {
        switch (kind) {
            case TECHNIQUE:
                g.disk(px, py, radius, fill);
                break;
            case SNAPSHOT:
                g.fillRectangle(px - radius, py - radius, 2 * radius, 2 * radius, fill);
                break;
            default:
                double d = radius * 1.4;
                g.fillPolygon(new double[] {px - d, px, px + d, px}, new double[] {py, py - d, py, py + d}, fill);
        }
    }

    private void paintName(PlotLabels labels, List<ComparedPlan> group) {
        ComparedPlan first = group.get(0);
        PlanScore score = first.score().orElseThrow();
        String value = ScoreText.value(score.mainMetric(), score.main().value());
        String name = group.stream().map(ComparedPlan::shortName).collect(Collectors.joining(", "))
                + (axes.isBelow(first) ? " ↓ " + value : "");
        double x = axes.x(first);
        double y = axes.y(first);
        double w = style.textWidth(name.length()) + 4;
        PlotLabels.Place place = labels.place(x, y, w, style.fontSize() * 1.2, RADIUS * 1.7 * style.scale());
        Rectangle2D box = place.box();
        place.paintLine(g, x, y, style.secondaryInk());
        g.fillRectangle(box.getMinX(), box.getMinY(), box.getWidth(), box.getHeight(), style.ground());
        boolean present = group.stream().anyMatch(r -> r.kind() == ComparedPlan.Kind.PRESENT);
        g.text(
                name,
                (box.getMinX() + box.getMaxX()) / 2,
                (box.getMinY() + box.getMaxY()) / 2,
                TextAlignment.CENTER,
                VPos.CENTER,
                style.textFont(),
                present ? style.ink() : style.secondaryInk());
    }
}
