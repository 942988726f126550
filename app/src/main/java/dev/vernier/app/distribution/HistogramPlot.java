package dev.vernier.app.distribution;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.grid.NumberGrid;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.LinearScale;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotArea;
import dev.vernier.app.plot.PlotNumbers;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.calibrate.Histogram;
import dev.vernier.engine.spec.RangeRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.TextAlignment;

/**
 * A histogram with the clipping range as two handles.
 *
 * <p>The range is two properties; gestures write them and tell the {@linkplain #setClipListener listener}, and whoever sets them moves
 * the handles. The wheel zooms at the pointer, dragging the ground pans, a double click on it shows everything again; gestures on the
 * handles are {@link ClipGestures}'.
 */
public final class HistogramPlot extends CanvasPlot {
    /** As much of a handle is left beside the rules that are compared, in px at 100 % text. */
    private static final double LEAST_HANDLE = 48;

    private static final double LEAST_HEIGHT = 180;
    /** Of the histogram under the rules that are compared, its axis included. */
    private static final double LEAST_UNDER_RULES = 72;

    private final ObjectProperty<HistogramPicture> picture = new SimpleObjectProperty<>(this, "picture");
    private final DoubleProperty low = new SimpleDoubleProperty(this, "low", -1);
    private final DoubleProperty high = new SimpleDoubleProperty(this, "high", 1);
    private final BooleanProperty logarithmic = new SimpleBooleanProperty(this, "logarithmic", true);
    private final ObjectProperty<List<RuleComparison.RulePoint>> marks =
            new SimpleObjectProperty<>(this, "marks", List.of());
    private final ObjectProperty<Map<RangeRule, String>> scores = new SimpleObjectProperty<>(this, "scores", Map.of());
    private final IntegerProperty scoreSamples = new SimpleIntegerProperty(this, "scoreSamples");
    private final ReadOnlyBooleanWrapper zoomed = new ReadOnlyBooleanWrapper(this, "zoomed");
    private final ClipHandle lowHandle = new ClipHandle("low", "Lower clipping limit");
    private final ClipHandle highHandle = new ClipHandle("high", "Upper clipping limit");

    private ClipListener listener;
    private boolean gesture;
    private double viewLow = -1;
    private double viewHigh = 1;
    private double pointerX = Double.NaN;

    public HistogramPlot() {
        getStyleClass().add("histogram-plot");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText("Histogram");
        getChildren().addAll(lowHandle, highHandle);
        redrawOn(picture, low, high, logarithmic, marks, scores, scoreSamples);
        marks.addListener((o, was, is) -> requestLayout());
        picture.addListener((o, was, is) -> {
            if (was == null
                    || is == null
                    || was.statistics() != is.statistics()
                    // where there was no range to see there is one now, which may reach beyond the data
                    || was.adjustable() != is.adjustable() && !zoomed.get()
                    || !was.backdrop().equals(is.backdrop())) {
                showAll();
            }
        });
        low.addListener((o, was, is) -> rangeChanged(lowHandle, is.doubleValue()));
        high.addListener((o, was, is) -> rangeChanged(highHandle, is.doubleValue()));
        new ClipGestures(this, lowHandle, highHandle);
        new PlotNavigation(this);
        setOnMouseMoved(e -> pointAt(e.getX(), e.getY()));
        addEventFilter(MouseEvent.MOUSE_DRAGGED, e -> pointAt(Double.NaN, Double.NaN));
        setOnMouseExited(e -> pointAt(Double.NaN, Double.NaN));
    }

    private void rangeChanged(ClipHandle handle, double value) {
        handle.setValue(value);
        // while a handle moves the ground under it stands still
        if (!zoomed.get() && !gesture) {
            showAll();
        }
    }

    private void pointAt(double px, double py) {
        pointerX = area().contains(px, py) ? px : Double.NaN;
        redraw();
    }

    /** Gestures on the handles are told to {@code listener}. */
    public void setClipListener(ClipListener l) {
        listener = l;
    }

    /** Whether the range is being moved here rather than set from outside. */
    void setGesture(boolean underWay) {
        gesture = underWay;
    }

    ClipListener clipListener() {
        return listener;
    }

    /** Whether there are handles that can be moved. */
    boolean isAdjustable() {
        return listener != null && picture.get() != null && picture.get().adjustable();
    }

    /** Moves the upper limit by a bar and back, which nobody sees; there must be handles. */
    void rehearse() {
        gesture = true;
        listener.rehearse(low.get(), Math.max(0, high.get() - barWidth()));
        gesture = false;
        redraw();
    }

    /** The whole of the data and of the range. */
    public void showAll() {
        HistogramPicture p = picture.get();
        if (p != null) {
            viewLow = p.homeLow(low.get());
            viewHigh = p.homeHigh(high.get());
            zoomed.set(false);
            redraw();
        }
    }

    /** Shows the values from {@code from} to {@code to}, within what there is to see. */
    void show(double from, double to) {
        HistogramPicture p = picture.get();
        if (p == null) {
            return;
        }
        double homeLow = p.homeLow(low.get());
        double homeHigh = p.homeHigh(high.get());
        double width = Math.max((homeHigh - homeLow) * 1e-5, Math.min(homeHigh - homeLow, to - from));
        double start = Math.max(homeLow, Math.min(homeHigh - width, from));
        viewLow = start;
        viewHigh = start + width;
        zoomed.set(width < (homeHigh - homeLow) * 0.999);
        redraw();
    }

    PlotArea area() {
        return area(getWidth(), getHeight(), style());
    }

    private static PlotArea area(double width, double height, PlotStyle style) {
        return PlotArea.inside(width, height, style.scale(), 36, 10, 16, 24);
    }

    LinearScale scale() {
        return scale(area());
    }

    private LinearScale scale(PlotArea a) {
        return new LinearScale(viewLow, viewHigh, a.left(), a.right());
    }

    /** Width of a drawn bar as a value: what an arrow key moves a handle by. */
    double barWidth() {
        return HistogramPainter.barWidth(picture.get().statistics().histogram(), scale(), style().scale());
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        boolean shown = picture.get() != null && picture.get().adjustable();
        PlotArea a = area();
        place(lowHandle, low.get(), a, shown);
        place(highHandle, high.get(), a, shown);
    }

    private void place(ClipHandle handle, double value, PlotArea a, boolean shown) {
        double px = scale().toPixel(value);
        boolean beyond = px < a.left() - 0.5 || px > a.right() + 0.5;
        handle.setVisible(shown);
        double rules = Math.min(rules().height(a, style()), Math.max(0, a.height() - LEAST_HANDLE * style().scale()));
        handle.place(Math.max(a.left(), Math.min(a.right(), px)), a.top() + rules, a.height() - rules, beyond);
    }

    @Override
    protected void draw(Painter g, double width, double height, PlotStyle style) {
        HistogramPicture p = picture.get();
        PlotArea a = area(width, height, style);
        if (p == null) {
            return;
        }
        if (p.statistics().histogram().total() == 0) {
            g.text(
                    "Every value is 0",
                    (a.left() + a.right()) / 2,
                    (a.top() + a.bottom()) / 2,
                    TextAlignment.CENTER,
                    VPos.CENTER,
                    style.textFont(),
                    style.secondaryInk());
            return;
        }
        new HistogramPainter(g, style, p, a, scale(a), low.get(), high.get(), logarithmic.get()).paint(rules());
    }

    private RuleBrackets rules() {
        return new RuleBrackets(marks.get(), scores.get(), scoreSamples.get());
    }

    @Override
    protected void drawHand(Painter g, double width, double height, PlotStyle style) {
        HistogramPicture p = picture.get();
        if (p != null && p.statistics().histogram().total() > 0 && !Double.isNaN(pointerX)) {
            readOut(g, style, p, area(width, height, style));
        }
    }

    /** The limits, which on the screen are the handles. */
    @Override
    protected void drawForPicture(Painter g, double width, double height, PlotStyle style) {
        if (picture.get() != null && picture.get().adjustable()) {
            PlotArea a = area(width, height, style);
            for (double limit : new double[] {low.get(), high.get()}) {
                double px = Math.round(scale(a).toPixel(limit));
                if (px >= a.left() - 0.5 && px <= a.right() + 0.5) {
                    g.line(px, a.top() + rules().height(a, style), px, a.bottom(), style.clip(), 2);
                }
            }
        }
    }

    /** What the axes are, which in the window stands around the plot. */
    @Override
    protected String caption() {
        return titleProperty().get().replace(" histogram", ": values a bar")
                + (logarithmic.get() ? ", on a log10 scale" : "");
    }

    @Override
    public boolean hasPicture() {
        return super.hasPicture() && picture.get() != null;
    }

    /** The bars in the window's resolution. */
    @Override
    public Optional<PlotNumbers> numbers() {
        if (picture.get() == null) {
            return Optional.empty();
        }
        PlotNumbers.Table table = PlotNumbers.table("from", "to", "values");
        Histogram h = picture.get().statistics().histogram();
        double width = barWidth();
        long last = (long) Math.floor(viewHigh / width);
        for (long i = (long) Math.floor(viewLow / width); i <= last; i++) {
            double count = h.countBelow((i + 1) * width) - h.countBelow(i * width);
            table.row(i * width, (i + 1) * width, (double) Math.round(count));
        }
        return Optional.of(table.done());
    }

    /** What is under the pointer, in words, at the top of the plot. */
    private void readOut(Painter g, PlotStyle style, HistogramPicture p, PlotArea a) {
        double half = barWidth() / 2;
        double value = scale().toValue(pointerX);
        double count = p.statistics().histogram().countBelow(value + half)
                - p.statistics().histogram().countBelow(value - half);
        String text = "x " + NumberText.significant(value, 4) + "   " + NumberText.exactCount(Math.round(count))
                + (Math.round(count) == 1 ? " value" : " values");
        if (p.grid().isPresent()) {
            NumberGrid grid = p.grid().get();
            text += "   code " + grid.code(grid.index(value));
        }
        style.readOut(g, a, pointerX, text);
    }

    @Override
    protected double computeMinHeight(double width) {
        double s = style().scale();
        return Math.round(Math.max(LEAST_HEIGHT * s, rules().fullHeight(style()) + LEAST_UNDER_RULES * s));
    }

    @Override
    protected double computePrefHeight(double width) {
        return 280;
    }

    public ObjectProperty<HistogramPicture> pictureProperty() {
        return picture;
    }

    /** Lower clipping limit. */
    public DoubleProperty lowProperty() {
        return low;
    }

    /** Upper clipping limit. */
    public DoubleProperty highProperty() {
        return high;
    }

    /** Counts on a log10 scale. */
    public BooleanProperty logarithmicProperty() {
        return logarithmic;
    }

    /** Ranges drawn over the histogram to be compared; empty for none. */
    public ObjectProperty<List<RuleComparison.RulePoint>> marksProperty() {
        return marks;
    }

    /** What the network scores with each of the {@link #marksProperty() marks}' rules, as far as that is known. */
    ObjectProperty<Map<RangeRule, String>> scoresProperty() {
        return scores;
    }

    /** How many samples the scores are measured on; 0 where none are. */
    IntegerProperty scoreSamplesProperty() {
        return scoreSamples;
    }

    /** Whether less than everything is shown. */
    public ReadOnlyBooleanProperty zoomedProperty() {
        return zoomed.getReadOnlyProperty();
    }
}
