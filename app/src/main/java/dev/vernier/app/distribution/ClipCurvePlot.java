package dev.vernier.app.distribution;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.SpecText;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.LinearScale;
import dev.vernier.app.plot.NiceTicks;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.TextAlignment;

/** Local SQNR against the share of the data's range that is kept, with a ring for each rule and a dot for the present range. */
final class ClipCurvePlot extends CanvasPlot {
    private static final double RING = 3.5;
    private static final double PICK_DISTANCE = 12;

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
        if (comparison.get() == null || comparison.get().points().isEmpty()) {
            return null;
        }
        return comparison.get().rules().stream()
                .filter(r -> distance(r, e) < PICK_DISTANCE)
                .min(Comparator.comparingDouble(r -> distance(r, e)))
                .orElse(null);
    }

    private double distance(RuleComparison.RulePoint r, MouseEvent e) {
        return Math.hypot(x().toPixel(r.fraction()) - e.getX(), y().toPixel(r.sqnrDb()) - e.getY());
    }

    private PlotArea area() {
        double s = style().scale();
        return new PlotArea(
                Math.round(36 * s),
                Math.round(34 * s),
                Math.max(Math.round(36 * s) + 1, Math.floor(getWidth()) - Math.round(16 * s)),
                Math.max(Math.round(34 * s) + 1, Math.floor(getHeight()) - Math.round(20 * s)));
    }

    private LinearScale x() {
        return new LinearScale(0, 1.04, area().left(), area().right());
    }

    private LinearScale y() {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (RuleComparison.Point p : comparison.get().points()) {
            if (Double.isFinite(p.sqnrDb())) {
                min = Math.min(min, p.sqnrDb());
                max = Math.max(max, p.sqnrDb());
            }
        }
        // what happens near the best range matters; the steep fall at the left does not
        double floor = Math.max(min, max - 30);
        double pad = Math.max(1, (max - floor) * 0.08);
        return new LinearScale(floor - pad, max + pad, area().bottom(), area().top());
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height, PlotStyle style) {
        RuleComparison c = comparison.get();
        if (c == null || c.points().isEmpty()) {
            return;
        }
        PlotArea a = area();
        LinearScale x = x();
        LinearScale y = y();
        axes(g, style, a, x, y);
        curve(g, style, c, a, x, y);
        labels(g, style, c, a, x, y);
        if (Double.isFinite(fraction.get()) && Double.isFinite(sqnrDb.get())) {
            double px = Math.min(a.right(), x.toPixel(fraction.get()));
            double py = Math.max(a.top(), Math.min(a.bottom(), y.toPixel(sqnrDb.get())));
            g.setFill(style.clip());
            double r = (RING + 1) * style.scale();
            g.fillOval(px - r, py - r, 2 * r, 2 * r);
        }
    }

    private void axes(GraphicsContext g, PlotStyle style, PlotArea a, LinearScale x, LinearScale y) {
        NiceTicks db = NiceTicks.between(y.from(), y.to(), 3);
        for (double tick : db.values()) {
            style.horizontalLine(g, y.toPixel(tick), a.left(), a.right(), style.hairline());
            style.text(
                    g,
                    db.label(tick),
                    a.left() - 6 * style.scale(),
                    y.toPixel(tick),
                    TextAlignment.RIGHT,
                    VPos.CENTER,
                    style.numberFont(),
                    style.secondaryInk());
        }
        for (int percent = 0; percent <= 100; percent += 25) {
            style.text(
                    g,
                    percent + " %",
                    x.toPixel(percent / 100.0),
                    a.bottom() + 4 * style.scale(),
                    TextAlignment.CENTER,
                    VPos.TOP,
                    style.numberFont(),
                    style.secondaryInk());
        }
    }

    private static void curve(
            GraphicsContext g, PlotStyle style, RuleComparison c, PlotArea a, LinearScale x, LinearScale y) {
        g.setStroke(style.accent());
        g.setLineWidth(1.5);
        g.beginPath();
        boolean started = false;
        for (RuleComparison.Point p : c.points()) {
            if (Double.isFinite(p.sqnrDb()) && p.sqnrDb() >= y.from()) {
                double py = y.toPixel(p.sqnrDb());
                if (started) {
                    g.lineTo(x.toPixel(p.fraction()), py);
                } else {
                    g.moveTo(x.toPixel(p.fraction()), py);
                    started = true;
                }
            }
        }
        g.stroke();
    }

    /** Rings with names, from left to right. */
    private void labels(
            GraphicsContext g, PlotStyle style, RuleComparison c, PlotArea a, LinearScale x, LinearScale y) {
        List<RuleComparison.RulePoint> rings = new ArrayList<>(c.rules());
        rings.sort(Comparator.comparingDouble(RuleComparison.RulePoint::fraction));
        double[] tierEnds = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        double line = style.fontSize() * 1.25;
        double r = RING * style.scale();
        for (RuleComparison.RulePoint ring : rings) {
            if (!Double.isFinite(ring.sqnrDb())) {
                continue;
            }
            double px = x.toPixel(ring.fraction());
            double py = Math.max(a.top(), Math.min(a.bottom(), y.toPixel(ring.sqnrDb())));
            ring(g, style, px, py, r);
            String name = SpecText.rule(ring.rule());
            double w = style.numberWidth(name.length());
            double left = Math.max(a.left(), Math.min(a.right() - w, px - w / 2));
            // above the ring, a line higher, or below it: the first place that is free
            for (int tier = 0; tier < tierEnds.length; tier++) {
                if (left > tierEnds[tier] + 8) {
                    double top = tier == 2 ? py + r + 3 : py - r - 3 - line * (tier + 1);
                    style.text(
                            g,
                            name,
                            left + w / 2,
                            top,
                            TextAlignment.CENTER,
                            VPos.TOP,
                            style.textFont(),
                            style.secondaryInk());
                    tierEnds[tier] = left + w;
                    break;
                }
            }
        }
    }

    private static void ring(GraphicsContext g, PlotStyle style, double px, double py, double r) {
        g.setFill(style.ground());
        g.fillOval(px - r, py - r, 2 * r, 2 * r);
        g.setStroke(style.secondaryInk());
        g.setLineWidth(1.5);
        g.strokeOval(px - r, py - r, 2 * r, 2 * r);
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
