package dev.vernier.app.distribution;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.SpecText;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.LinearScale;
import dev.vernier.app.plot.NiceTicks;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotArea;
import dev.vernier.app.plot.PlotLabels;
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
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.TextAlignment;

/** Local SQNR against the share of the data's range that is kept, with a ring for each rule and a dot for the present range. */
final class ClipCurvePlot extends CanvasPlot {
    private static final double RING = 3.5;
    private static final double PICK_DISTANCE = 12;
    private static final double NAME_GAP = 6;
    /** The axis reaches this far below the best of the curve, at most. */
    private static final double MOST_DB = 60;

    private final ObjectProperty<RuleComparison> comparison = new SimpleObjectProperty<>(this, "comparison");
    private final DoubleProperty fraction = new SimpleDoubleProperty(this, "fraction", Double.NaN);
    private final DoubleProperty sqnrDb = new SimpleDoubleProperty(this, "sqnrDb", Double.NaN);
    private final Consumer<RangeRule> picked;
    private final Tooltip tooltip = new Tooltip();

    /** @param picked hears the rule whose ring was clicked */
    ClipCurvePlot(Consumer<RangeRule> picked) {
        this.picked = picked;
        getStyleClass().add("clip-curve-plot");
        setId("clip-curve");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        redrawOn(comparison, fraction, sqnrDb);
        setOnMouseMoved(this::explain);
        setOnMouseClicked(e -> {
            RuleComparison.RulePoint ring = ringAt(e);
            if (ring != null) {
                this.picked.accept(ring.rule());
            }
        });
    }

    /** The ring under the pointer: all rules that it stands for, its range and what that costs. */
    private void explain(MouseEvent e) {
        RuleComparison.RulePoint ring = ringAt(e);
        setCursor(ring == null ? Cursor.DEFAULT : Cursor.HAND);
        if (ring == null) {
            Tooltip.uninstall(this, tooltip);
            return;
        }
        String rules = RuleComparison.together(comparison.get().rules()).stream()
                .filter(same -> same.contains(ring))
                .map(same -> RuleComparison.names(same, same.size()))
                .findFirst()
                .orElseThrow();
        tooltip.setText(rules + ": " + NumberText.decibels(ring.sqnrDb()) + " from "
                + NumberText.significant(ring.range().low(), 4) + " to "
                + NumberText.significant(ring.range().high(), 4) + "; click to take it");
        Tooltip.install(this, tooltip);
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
                        style.clipInk());
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

    /** Rings, and every name where it covers neither another one nor a ring, with a line to its ring where that is not beside it. */
    private void labels(Painter g, PlotStyle style, RuleComparison c, PlotArea a, LinearScale x, LinearScale y) {
        double s = style.scale();
        PlotLabels labels = new PlotLabels(new Rectangle2D(a.left(), 0, a.width() + 12 * s, a.bottom()));
        c.curve().points().stream()
                .filter(p -> p.sqnrDb() >= y.from())
                .forEach(p -> labels.keepClear(x.toPixel(p.fraction()), y.toPixel(p.sqnrDb()), 1));
        List<List<RuleComparison.RulePoint>> rings = RuleComparison.together(c.rules()).stream()
                .filter(same -> Double.isFinite(same.get(0).sqnrDb()))
                .sorted(Comparator.comparingDouble(same -> -same.get(0).fraction()))
                .toList();
        rings.forEach(same -> labels.keepClear(x.toPixel(same.get(0).fraction()), ringY(same, a, y), RING * s));
        List<PlotLabels.Place> places = new ArrayList<>();
        for (List<RuleComparison.RulePoint> same : rings) {
            double width = style.textWidth(name(same).length()) + 6 * s;
            PlotLabels.Place place = labels.place(
                    x.toPixel(same.get(0).fraction()), ringY(same, a, y), width, style.fontSize() * 1.2, NAME_GAP * s);
            place.paintLine(g, x.toPixel(same.get(0).fraction()), ringY(same, a, y), style.secondaryInk());
            places.add(place);
        }
        for (int i = 0; i < rings.size(); i++) {
            List<RuleComparison.RulePoint> same = rings.get(i);
            ring(g, style, x.toPixel(same.get(0).fraction()), ringY(same, a, y), RING * s);
            Rectangle2D box = places.get(i).box();
            g.fillRectangle(box.getMinX(), box.getMinY(), box.getWidth(), box.getHeight(), style.ground());
            g.text(
                    name(same),
                    (box.getMinX() + box.getMaxX()) / 2,
                    (box.getMinY() + box.getMaxY()) / 2,
                    TextAlignment.CENTER,
                    VPos.CENTER,
                    style.textFont(),
                    style.secondaryInk());
        }
    }

    private static String name(List<RuleComparison.RulePoint> same) {
        return RuleComparison.names(same, 2);
    }

    private static double ringY(List<RuleComparison.RulePoint> same, PlotArea a, LinearScale y) {
        return Math.max(a.top(), Math.min(a.bottom(), y.toPixel(same.get(0).sqnrDb())));
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
