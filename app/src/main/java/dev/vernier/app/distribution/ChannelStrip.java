package dev.vernier.app.distribution;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.LinearScale;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotArea;
import dev.vernier.app.plot.PlotNumbers;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.spec.ClipRange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/**
 * Every channel's minimum and maximum as a bar, with its clipping range as ticks; outliers coloured and named. A click or the arrow keys
 * choose a channel.
 */
final class ChannelStrip extends CanvasPlot {
    /** No channel. */
    static final int NONE = -1;

    private static final double OUTLIER_TIMES_THE_MEDIAN = 4;

    private final ObjectProperty<TensorDistribution> tensor = new SimpleObjectProperty<>(this, "tensor");
    private final ObjectProperty<List<ClipRange>> ranges = new SimpleObjectProperty<>(this, "ranges", List.of());
    private final IntegerProperty channel = new SimpleIntegerProperty(this, "channel", NONE);
    private final Tooltip tooltip = new Tooltip();
    private Set<Integer> outliers = Set.of();

    ChannelStrip() {
        getStyleClass().add("channel-strip");
        setId("channels");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        setAccessibleText("Channels");
        redrawOn(ranges, channel, focusedProperty());
        tensor.addListener((o, was, is) -> {
            outliers = Set.copyOf(outliers(is));
            redraw();
        });
        Tooltip.install(this, tooltip);
        setOnMouseMoved(e -> explain(channelAt(e.getX())));
        setOnMouseClicked(e -> {
            requestFocus();
            channel.set(channelAt(e.getX()));
        });
        setOnKeyPressed(e -> {
            int by = e.getCode() == KeyCode.RIGHT ? 1 : e.getCode() == KeyCode.LEFT ? -1 : 0;
            if (by != 0 && count() > 0) {
                channel.set(Math.max(0, Math.min(count() - 1, channel.get() + by)));
                e.consume();
            }
        });
        channel.addListener((o, was, is) -> setAccessibleText("Channels, " + words(is.intValue())));
    }

    private int count() {
        return tensor.get() == null ? 0 : tensor.get().channelCount();
    }

    private int channelAt(double px) {
        PlotArea a = area(getWidth(), getHeight(), style());
        double share = (px - a.left()) / a.width();
        return share < 0 || share >= 1 ? NONE : (int) (share * count());
    }

    private void explain(int c) {
        tooltip.setText(words(c));
    }

    private String words(int c) {
        if (c < 0 || c >= count()) {
            return "every channel";
        }
        TensorDistribution t = tensor.get();
        return t.partName(c) + ": " + NumberText.significant(t.statistics().channelMin(c), 4) + " to "
                + NumberText.significant(t.statistics().channelMax(c), 4);
    }

    /** Channels so much wider than the rest that a range for all of them spends most codes on those few; widest first. */
    private static List<Integer> outliers(TensorDistribution tensor) {
        return tensor == null ? List.of() : tensor.channelRanges().outliers(OUTLIER_TIMES_THE_MEDIAN);
    }

    /** Names of the outliers, or an empty text. */
    static String outlierWords(TensorDistribution tensor) {
        List<Integer> found = outliers(tensor);
        if (found.isEmpty()) {
            return "";
        }
        int worst = found.get(0);
        int others = found.size() - 1;
        double times = tensor.channelRanges().overMedian(worst);
        return tensor.partName(worst)
                + (Double.isNaN(times) ? " alone is not 0" : " is " + NumberText.fixed(times, 1) + " × the median")
                + (others > 0 ? ", " + others + (others == 1 ? " other" : " others") + " above 4 ×" : "");
    }

    /** The outlier that stands out most, or the widest channel. */
    int worstChannel() {
        return count() == 0
                ? NONE
                : tensor.get().channelRanges().outliers(0).stream().findFirst().orElse(0);
    }

    private static PlotArea area(double width, double height, PlotStyle style) {
        return PlotArea.inside(width, height, style.scale(), 36, 4, 16, 4);
    }

    @Override
    protected void draw(Painter g, double width, double height, PlotStyle style) {
        int n = count();
        if (n == 0) {
            return;
        }
        PlotArea a = area(width, height, style);
        var s = tensor.get().statistics();
        double low = Math.min(0, s.min());
        double high = Math.max(0, s.max());
        LinearScale y = new LinearScale(low, high == low ? low + 1 : high, a.bottom(), a.top());
        g.text(
                "0",
                a.left() - 6 * style.scale(),
                y.toPixel(0),
                TextAlignment.RIGHT,
                VPos.CENTER,
                style.numberFont(),
                style.secondaryInk());
        double step = a.width() / n;
        if (step < 1) {
            drawCrowd(g, a, y, height, style);
        }
        double gap = step >= 4 ? 1 : 0;
        for (int c = 0; step >= 1 && c < n; c++) {
            double x0 = Math.round(a.left() + c * step);
            double x1 = Math.max(x0 + 1, Math.round(a.left() + (c + 1) * step) - gap);
            if (c == channel.get()) {
                g.fillRectangle(x0, 0, x1 - x0, height, style.accent().deriveColor(0, 1, 1, 0.16));
            }
            boolean outlier = isOutlier(c);
            double top = y.toPixel(s.channelMax(c));
            double bottom = y.toPixel(s.channelMin(c));
            g.fillRectangle(
                    x0,
                    Math.round(Math.min(top, y.toPixel(0))),
                    x1 - x0,
                    Math.max(1, Math.round(Math.max(bottom, y.toPixel(0)) - Math.min(top, y.toPixel(0)))),
                    outlier ? style.clip() : c == channel.get() ? style.accent() : style.faint());
            if (step >= 3 && ranges.get().size() == n) {
                style.horizontalLine(g, y.toPixel(clamp(ranges.get().get(c).high(), low, high)), x0, x1, style.ink());
                style.horizontalLine(g, y.toPixel(clamp(ranges.get().get(c).low(), low, high)), x0, x1, style.ink());
            }
        }
        style.horizontalLine(g, y.toPixel(0), a.left(), a.right(), style.hairline());
        if (ranges.get().size() == 1) {
            style.horizontalLine(
                    g, y.toPixel(clamp(ranges.get().get(0).high(), low, high)), a.left(), a.right(), style.clip());
            style.horizontalLine(
                    g, y.toPixel(clamp(ranges.get().get(0).low(), low, high)), a.left(), a.right(), style.clip());
        }
    }

    /** More channels than pixels: in each column the extremes of those that lie there. */
    private void drawCrowd(Painter g, PlotArea a, LinearScale y, double height, PlotStyle style) {
        var s = tensor.get().statistics();
        int columns = (int) a.width();
        for (int column = 0; column < columns; column++) {
            int from = (int) ((long) column * count() / columns);
            int to = (int) ((column + 1L) * count() / columns);
            float low = 0;
            float high = 0;
            boolean outlier = false;
            for (int c = from; c < to; c++) {
                low = Math.min(low, s.channelMin(c));
                high = Math.max(high, s.channelMax(c));
                outlier |= isOutlier(c);
            }
            double x = Math.round(a.left()) + column;
            boolean chosen = from <= channel.get() && channel.get() < to;
            if (chosen) {
                g.fillRectangle(x - 1, 0, 3, height, style.accent().deriveColor(0, 1, 1, 0.16));
            }
            double top = Math.round(y.toPixel(high));
            double bottom = Math.round(y.toPixel(low));
            Color color = outlier ? style.clip() : chosen ? style.accent() : style.faint();
            g.fillRectangle(x, top, 1, Math.max(1, bottom - top), color);
        }
    }

    @Override
    protected void drawHand(Painter g, double width, double height, PlotStyle style) {
        if (isFocused()) {
            g.strokeRectangle(0.5, 0.5, width - 1, height - 1, style.accent(), 1);
        }
    }

    @Override
    public boolean hasPicture() {
        return super.hasPicture() && count() > 0;
    }

    @Override
    public Optional<PlotNumbers> numbers() {
        if (count() == 0) {
            return Optional.empty();
        }
        PlotNumbers.Table table = PlotNumbers.table("channel", "minimum", "maximum", "range low", "range high");
        for (int c = 0; c < count(); c++) {
            ClipRange r = ranges.get().isEmpty()
                    ? null
                    : ranges.get().get(ranges.get().size() == count() ? c : 0);
            table.row(
                    c,
                    tensor.get().statistics().channelMin(c),
                    tensor.get().statistics().channelMax(c),
                    r == null ? Double.NaN : r.low(),
                    r == null ? Double.NaN : r.high());
        }
        return Optional.of(table.done());
    }

    private boolean isOutlier(int c) {
        return outliers.contains(c);
    }

    private static double clamp(double x, double low, double high) {
        return Math.max(low, Math.min(high, x));
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        return Math.round(64 * style().scale());
    }

    ObjectProperty<TensorDistribution> tensorProperty() {
        return tensor;
    }

    /** One for the tensor, one for each channel, or none. */
    ObjectProperty<List<ClipRange>> rangesProperty() {
        return ranges;
    }

    /** The chosen channel or {@link #NONE}. */
    IntegerProperty channelProperty() {
        return channel;
    }
}
