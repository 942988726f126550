package dev.vernier.app.distribution;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.grid.NumberGrid;
import dev.vernier.app.plot.CountScale;
import dev.vernier.app.plot.Hatch;
import dev.vernier.app.plot.LinearScale;
import dev.vernier.app.plot.NiceTicks;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotArea;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.calibrate.Histogram;
import javafx.geometry.VPos;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/**
 * Draws a histogram with its clipping range: axes, bars, what lies outside, and the quantized values where single codes can be seen.
 * One instance a drawing.
 */
final class HistogramPainter {
    /** A bar is at least this wide, in px at 100 % text. */
    static final double BAR_WIDTH = 4;

    /** With {@code n} values there are at most this many times {@code √n} bars. */
    private static final double BARS_PER_ROOT = 4;

    private static final double CODES_FROM_PIXELS = 7;
    private static final double HATCH_SPACING = 8;
    private static final double GRID_FROM_PIXELS = 7;
    private static final double CODE_LABELS_FROM_PIXELS = 34;

    private final Painter g;
    private final PlotStyle style;
    private final HistogramPicture picture;
    private final PlotArea area;
    private final LinearScale x;
    private final double low;
    private final double high;
    private final double barWidth;
    private final double first;
    private final int columns;
    private final double[] counts;
    private final CountScale y;

    HistogramPainter(
            Painter g,
            PlotStyle style,
            HistogramPicture picture,
            PlotArea area,
            LinearScale x,
            double low,
            double high,
            boolean logarithmic) {
        this.g = g;
        this.style = style;
        this.picture = picture;
        this.area = area;
        this.x = x;
        this.low = low;
        this.high = high;
        this.barWidth = barWidth(picture.statistics().histogram(), x, style.scale());
        this.first = Math.floor(x.from() / barWidth);
        this.columns = (int) (Math.floor(x.to() / barWidth) - first) + 1;
        this.counts = counts(picture.statistics().histogram());
        double max = 1;
        for (double c : counts) {
            max = Math.max(max, c);
        }
        if (codesVisible()) {
            max = Math.max(max, picture.grid().map(this::highestCount).orElse(0.0));
        }
        this.y = new CountScale(max * (logarithmic ? 1.6 : 1.08), logarithmic, area.bottom(), area.top());
    }

    /**
     * How many values wide a bar is: whole bins, so that no bin is split between two bars; wide enough to be seen, and with few values
     * wide enough to hold some.
     */
    static double barWidth(Histogram histogram, LinearScale x, double scale) {
        double view = x.to() - x.from();
        double bars =
                Math.min(view / (BAR_WIDTH * scale * x.valuePerPixel()), BARS_PER_ROOT * Math.sqrt(histogram.total()));
        return histogram.binWidth() * Math.max(1, Math.ceil(view / Math.max(1, bars) / histogram.binWidth()));
    }

    private double[] counts(Histogram histogram) {
        return histogram.countsOver(first * barWidth, (first + columns) * barWidth, columns);
    }

    /** Left edge of bar {@code i}, inside the plot. */
    private double edge(int i) {
        return clampX(Math.round(x.toPixel((first + i) * barWidth)));
    }

    /** @param rules to compare, drawn over everything */
    void paint(RuleBrackets rules) {
        outside();
        countAxis();
        picture.grid().ifPresent(this::codeLines);
        picture.backdrop().ifPresent(b -> outline(b.histogram()));
        bars();
        picture.grid().ifPresent(this::quantized);
        valueAxis();
        rules.draw(g, style, area, x, picture.adjustable() ? new double[] {low, high} : new double[0]);
    }

    private void outside() {
        if (!picture.adjustable()) {
            return;
        }
        double left = clampX(x.toPixel(low));
        double right = clampX(x.toPixel(high));
        g.fillRectangle(area.left(), area.top(), left - area.left(), area.height(), style.clipGround());
        g.fillRectangle(right, area.top(), area.right() - right, area.height(), style.clipGround());
        double spacing = HATCH_SPACING * style.scale();
        g.hatch(Hatch.FALLING, area.left(), area.top(), left - area.left(), area.height(), spacing, style.clipHatch());
        g.hatch(Hatch.RISING, right, area.top(), area.right() - right, area.height(), spacing, style.clipHatch());
    }

    private double clampX(double pixel) {
        return Math.max(area.left(), Math.min(area.right(), pixel));
    }

    private void countAxis() {
        NiceTicks ticks = y.logarithmic() ? NiceTicks.powersOfTen(y.maxCount()) : NiceTicks.between(0, y.maxCount(), 4);
        double lastLabel = Double.POSITIVE_INFINITY;
        for (double tick : ticks.values()) {
            double py = y.toPixel(tick);
            if (tick > 0 && py < area.bottom() - 4) {
                style.horizontalLine(g, py, area.left(), area.right(), style.hairline());
            }
            if (lastLabel - py >= style.fontSize() * 1.4) {
                String label = y.logarithmic() ? NiceTicks.powerLabel(tick) : NumberText.count(Math.round(tick));
                g.text(
                        label,
                        area.left() - 6 * style.scale(),
                        py,
                        TextAlignment.RIGHT,
                        VPos.CENTER,
                        style.textFont(),
                        style.secondaryInk());
                lastLabel = py;
            }
        }
    }

    private void valueAxis() {
        style.horizontalLine(g, area.bottom(), area.left(), area.right(), style.secondaryInk());
        NiceTicks ticks = NiceTicks.between(x.from(), x.to(), (int) (area.width() / (88 * style.scale())));
        for (double tick : ticks.values()) {
            double px = x.toPixel(tick);
            style.verticalLine(g, px, area.bottom(), area.bottom() + 4 * style.scale(), style.secondaryInk());
            g.text(
                    ticks.label(tick),
                    px,
                    area.bottom() + 6 * style.scale(),
                    TextAlignment.CENTER,
                    VPos.TOP,
                    style.numberFont(),
                    style.secondaryInk());
        }
    }

    private void bars() {
        boolean codesVisible = codesVisible();
        double gap = barWidth / x.valuePerPixel() >= 3 ? 1 : 0;
        double dataLeft = clampX(x.toPixel(picture.statistics().min())) - 1;
        double dataRight = clampX(x.toPixel(picture.statistics().max())) + 1;
        Color inside = codesVisible ? style.faint() : style.accent();
        Color outside = style.accent().deriveColor(0, 0.8, 1, 0.34);
        for (int i = 0; i < columns; i++) {
            if (counts[i] <= 0) {
                continue;
            }
            // the first and last bars end where the values do, so that none of them seems to be outside
            double x0 = Math.max(edge(i), dataLeft);
            double x1 = Math.max(x0 + 1, Math.min(edge(i + 1) - gap, dataRight));
            double top = Math.min(y.toPixel(counts[i]), area.bottom() - 1);
            if (!picture.adjustable()) {
                bar(x0, x1, top, inside);
                continue;
            }
            // a bar that a limit cuts is drawn in two colours, so that the limit is exact to the pixel
            double cutLow = Math.max(x0, Math.min(x1, x.toPixel(low)));
            double cutHigh = Math.max(cutLow, Math.min(x1, x.toPixel(high)));
            bar(x0, cutLow, top, outside);
            bar(cutLow, cutHigh, top, inside);
            bar(cutHigh, x1, top, outside);
        }
    }

    private void bar(double from, double to, double top, Color color) {
        if (to > from) {
            g.fillRectangle(from, top, to - from, area.bottom() - top, color);
        }
    }

    private void outline(Histogram histogram) {
        double[] other = counts(histogram);
        double max = 1;
        for (double c : other) {
            max = Math.max(max, c);
        }
        // its own height scale: the two tensors have different numbers of values, and shapes are what is compared
        CountScale own = new CountScale(max * (y.logarithmic() ? 1.6 : 1.08), y.logarithmic(), y.baseline(), y.top());
        double[] px = new double[2 * columns + 2];
        double[] py = new double[2 * columns + 2];
        px[0] = area.left();
        py[0] = area.bottom();
        for (int i = 0; i < columns; i++) {
            px[2 * i + 1] = edge(i);
            px[2 * i + 2] = edge(i + 1);
            py[2 * i + 1] = PlotStyle.crisp(own.toPixel(other[i]));
            py[2 * i + 2] = py[2 * i + 1];
        }
        px[2 * columns + 1] = area.right();
        py[2 * columns + 1] = area.bottom();
        g.fillPolygon(px, py, style.secondaryInk().deriveColor(0, 1, 1, 0.16));
        g.polyline(px, py, style.secondaryInk(), 1);
    }

    /** Distance between neighbouring numbers, where they lie farthest apart in what is shown. */
    private double codePixels() {
        return picture.grid()
                .map(q -> {
                    double farthest = Math.abs(x.from()) > Math.abs(x.to()) ? x.from() : x.to();
                    double inside = Math.max(q.low(), Math.min(q.high(), farthest));
                    return q.step(inside) / x.valuePerPixel();
                })
                .orElse(0.0);
    }

    /** Whether numbers lie so far apart that the quantized histogram looks different from the float one. */
    private boolean codesVisible() {
        return codePixels() >= CODES_FROM_PIXELS;
    }

    /** Distance to the nearer neighbour. */
    private double pixelsAround(NumberGrid q, int index) {
        double below = index > q.first() ? q.value(index) - q.value(index - 1) : Double.POSITIVE_INFINITY;
        double above = index < q.last() ? q.value(index + 1) - q.value(index) : Double.POSITIVE_INFINITY;
        return Math.min(below, above) / x.valuePerPixel();
    }

    private void quantized(NumberGrid q) {
        if (!codesVisible()) {
            return;
        }
        int first = Math.max(q.first(), q.index(x.from()) - 1);
        int last = Math.min(q.last(), q.index(x.to()) + 1);
        for (int code = first; code <= last; code++) {
            double px = x.toPixel(q.value(code));
            if (px < area.left() - 0.5 || px > area.right() + 0.5) {
                continue;
            }
            double pixels = pixelsAround(q, code);
            double width = Math.max(2, Math.min(pixels * 0.5, 10 * style.scale()));
            if (pixels >= GRID_FROM_PIXELS) {
                style.verticalLine(g, px, area.bottom(), area.bottom() + 3 * style.scale(), style.accent());
            }
            double count = countOf(q, code);
            if (count > 0) {
                double from = Math.max(area.left(), Math.round(px - width / 2));
                double to = Math.min(area.right(), Math.round(px + width / 2));
                bar(from, to, Math.min(y.toPixel(count), area.bottom() - 1), style.accent());
            }
            if (pixels >= CODE_LABELS_FROM_PIXELS * style.scale()) {
                g.text(
                        q.code(code),
                        px,
                        area.top() + 4 * style.scale(),
                        TextAlignment.CENTER,
                        VPos.TOP,
                        style.numberFont(),
                        style.secondaryInk());
            }
        }
    }

    /** The numbers themselves under the bars: a line for each, where single steps can be told apart. */
    private void codeLines(NumberGrid q) {
        if (codePixels() < GRID_FROM_PIXELS) {
            return;
        }
        int last = Math.min(q.last(), q.index(x.to()));
        for (int code = q.index(x.from()); code <= last; code++) {
            double px = x.toPixel(q.value(code));
            if (px >= area.left() && px <= area.right() && pixelsAround(q, code) >= GRID_FROM_PIXELS) {
                style.verticalLine(
                        g, px, area.top(), area.bottom(), q.value(code) == 0 ? style.secondaryInk() : style.hairline());
            }
        }
    }

    private double highestCount(NumberGrid q) {
        double highest = 0;
        int last = q.index(x.to());
        for (int code = q.index(x.from()); code <= last; code++) {
            highest = Math.max(highest, countOf(q, code));
        }
        return highest;
    }

    /** How many values become the number with that index; the outermost take what is clipped. */
    private double countOf(NumberGrid q, int index) {
        var s = picture.statistics();
        double from = index == q.first() ? Double.NEGATIVE_INFINITY : q.border(index - 1);
        double to = index == q.last() ? Double.POSITIVE_INFINITY : q.border(index);
        return s.histogram().countBelow(to) - s.histogram().countBelow(from);
    }
}
