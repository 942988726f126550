package dev.vernier.app.distribution;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.SpecText;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.LinearScale;
import dev.vernier.app.plot.NiceTicks;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotArea;
import dev.vernier.app.plot.PlotNumbers;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.range.ClipErrorCurve;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Rectangle2D;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.TextAlignment;

/** Local SQNR against the share of the data's range that is kept, with a ring for each rule and a dot for the present range. */
final class ClipCurvePlot extends CanvasPlot {
    private static final double RING = 3.5;
    private static final double PICK_DISTANCE = 12;
    /** The axis reaches this far below the best of the curve, at most. */
    private static final double MOST_DB = 60;

    private final ObjectProperty<RuleComparison> comparison = new SimpleObjectProperty<>(this, "comparison");
    private final DoubleProperty fraction = new SimpleDoubleProperty(this, "fraction", Double.NaN);
    private final DoubleProperty sqnrDb = new SimpleDoubleProperty(this, "sqnrDb", Double.NaN);
    private final Consumer<RangeRule> picked;

    /** @param picked hears the rule whose ring was clicked */
    ClipCurvePlot(Consumer<RangeRule> picked) {
        this.picked = picked;
        getStyleClass().add("clip-curve-plot");
        setId("clip-curve");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        redrawOn(comparison, fraction, sqnrDb);
        setOnMouseMoved(e -> setCursor(ringAt(e) == null ? Cursor.DEFAULT : Cursor.HAND));
        setOnMouseClicked(e -> {
            RuleComparison.RulePoint ring = ringAt(e);
            if (ring != null) {
                this.picked.accept(ring.rule());
            }
        });
    }

    private RuleComparison.RulePoint ringAt(MouseEvent e) {
        if (comparison.get() == null || comparison.get().curve().points().isEmpty()) {
            return null;
        }
        return comparison.get().rules().stream()
                .filter(r -> distance(r, e) < PICK_DISTANCE)
                .min(Comparator.comparingDouble(r -> distance(r, e)))
                .orElse(null);
    }

    private double distance(RuleComparison.RulePoint r, MouseEvent e) {
        PlotArea a = area(getWidth(), getHeight(), style());
        return Math.hypot(x(a).toPixel(r.fraction()) - e.getX(), y(a).toPixel(r.sqnrDb()) - e.getY());
    }

    private static PlotArea area(double width, double height, PlotStyle style) {
        return PlotArea.inside(width, height, style.scale(), 36, 34, 16, 20);
    }

    private static LinearScale x(PlotArea a) {
        return new LinearScale(0, 1.04, a.left(), a.right());
    }

    private LinearScale y(PlotArea a) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (ClipErrorCurve.Point p : comparison.get().curve().points()) {
            if (Double.isFinite(p.sqnrDb())) {
                min = Math.min(min, p.sqnrDb());
                max = Math.max(max, p.sqnrDb());
            }
        }
        // what happens near the best range matters, and where the rules are; the steep fall at the left does not
        double floor = Math.max(min, max - 30);
        for (RuleComparison.RulePoint r : comparison.get().rules()) {
            if (Double.isFinite(r.sqnrDb())) {
                floor = Math.min(floor, Math.max(r.sqnrDb(), max - MOST_DB));
            }
        }
        double pad = Math.max(1, (max - floor) * 0.08);
        return new LinearScale(floor - pad, max + pad, a.bottom(), a.top());
    }

    @Override
    protected void draw(Painter g, double width, double height, PlotStyle style) {
        RuleComparison c = comparison.get();
        if (c == null || c.curve().points().isEmpty()) {
            return;
        }
        PlotArea a = area(width, height, style);
        LinearScale x = x(a);
        LinearScale y = y(a);
        axes(g, style, a, x, y);
        curve(g, style, c, a, x, y);
        labels(g, style, c, a, x, y);
        if (Double.isFinite(fraction.get()) && Double.isFinite(sqnrDb.get())) {
            double px = Math.min(a.right(), x.toPixel(fraction.get()));
            double py = Math.max(a.top(), Math.min(a.bottom(), y.toPixel(sqnrDb.get())));
            g.disk(px, py, (RING + 1) * style.scale(), style.clip());
            if (sqnrDb.get() < y.from()) {
                // it lies under the picture: how far, the number says
                g.text(
                        "↓ " + NumberText.decibels(sqnrDb.get()),
                        px + 8 * style.scale(),
                        py,
                        TextAlignment.LEFT,
                        VPos.BOTTOM,
                        style.numberFont(),
                        style.clip());
            }
        }
    }

    private void axes(Painter g, PlotStyle style, PlotArea a, LinearScale x, LinearScale y) {
        NiceTicks db = NiceTicks.between(y.from(), y.to(), 3);
        for (double tick : db.values()) {
            style.horizontalLine(g, y.toPixel(tick), a.left(), a.right(), style.hairline());
            g.text(
                    db.label(tick),
                    a.left() - 6 * style.scale(),
                    y.toPixel(tick),
                    TextAlignment.RIGHT,
                    VPos.CENTER,
                    style.numberFont(),
                    style.secondaryInk());
        }
        for (int percent = 0; percent <= 100; percent += 25) {
            g.text(
                    percent + " %",
                    x.toPixel(percent / 100.0),
                    a.bottom() + 4 * style.scale(),
                    TextAlignment.CENTER,
                    VPos.TOP,
                    style.numberFont(),
                    style.secondaryInk());
        }
    }

    private static void curve(Painter g, PlotStyle style, RuleComparison c, PlotArea a, LinearScale x, LinearScale y) {
        List<ClipErrorCurve.Point> shown = c.curve().points().stream()
                .filter(p -> Double.isFinite(p.sqnrDb()) && p.sqnrDb() >= y.from())
                .toList();
        g.polyline(
                shown.stream().mapToDouble(p -> x.toPixel(p.fraction())).toArray(),
                shown.stream().mapToDouble(p -> y.toPixel(p.sqnrDb())).toArray(),
                style.accent(),
                1.5);
    }

    /** Rings with names, from left to right. */
    private void labels(Painter g, PlotStyle style, RuleComparison c, PlotArea a, LinearScale x, LinearScale y) {
        List<List<RuleComparison.RulePoint>> rings = new ArrayList<>(RuleComparison.together(c.rules()));
        rings.sort(Comparator.comparingDouble(same -> same.get(0).fraction()));
        List<Rectangle2D> written = new ArrayList<>();
        double line = style.fontSize() * 1.25;
        double r = RING * style.scale();
        for (List<RuleComparison.RulePoint> same : rings) {
            RuleComparison.RulePoint ring = same.get(0);
            if (!Double.isFinite(ring.sqnrDb())) {
                continue;
            }
            double px = x.toPixel(ring.fraction());
            double py = Math.max(a.top(), Math.min(a.bottom(), y.toPixel(ring.sqnrDb())));
            ring(g, style, px, py, r);
            String name = RuleComparison.names(same, 2);
            double w = style.numberWidth(name.length());
            double left = Math.max(a.left(), Math.min(a.right() - w, px - w / 2));
            // above the ring, a line higher, or below it: the first place that is free
            for (double top : new double[] {py - r - 3 - line, py - r - 3 - 2 * line, py + r + 3}) {
                Rectangle2D box = new Rectangle2D(left - 4, top, w + 8, line);
                if (written.stream().noneMatch(box::intersects)) {
                    g.text(
                            name,
                            left + w / 2,
                            top,
                            TextAlignment.CENTER,
                            VPos.TOP,
                            style.textFont(),
                            style.secondaryInk());
                    written.add(box);
                    break;
                }
            }
        }
    }

    private static void ring(Painter g, PlotStyle style, double px, double py, double r) {
        g.disk(px, py, r, style.ground());
        g.ring(px, py, r, style.secondaryInk(), 1.5);
    }

    @Override
    public boolean hasPicture() {
        return super.hasPicture() && comparison.get() != null;
    }

    @Override
    public Optional<PlotNumbers> numbers() {
        RuleComparison c = comparison.get();
        if (c == null) {
            return Optional.empty();
        }
        PlotNumbers.Table table = PlotNumbers.table("rule", "share of the range", "low", "high", "SQNR, dB");
        c.curve().points().forEach(p -> table.row("", p.fraction(), Double.NaN, Double.NaN, p.sqnrDb()));
        c.rules()
                .forEach(r -> table.row(
                        SpecText.rule(r.rule()),
                        r.fraction(),
                        r.range().low(),
                        r.range().high(),
                        r.sqnrDb()));
        return Optional.of(table.done());
    }

    /** What the plot shows, in a sentence. */
    String sentence() {
        return Double.isFinite(sqnrDb.get())
                ? "Local SQNR against clipping range: " + NumberText.decibels(sqnrDb.get()) + " at "
                        + NumberText.percent(fraction.get()) + " of the data's range"
                : "Local SQNR against clipping range";
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        return Math.round(116 * style().scale());
    }

    ObjectProperty<RuleComparison> comparisonProperty() {
        return comparison;
    }

    /** Share of the data's range that the present range keeps; NaN for none. */
    DoubleProperty fractionProperty() {
        return fraction;
    }

    /** Local SQNR with the present range; NaN for none. */
    DoubleProperty sqnrDbProperty() {
        return sqnrDb;
    }
}
