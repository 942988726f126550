package dev.vernier.app.sensitivity;

import dev.vernier.app.plot.LinearScale;
import dev.vernier.app.plot.NiceTicks;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotArea;
import dev.vernier.app.plot.PlotStyle;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/**
 * Draws a bar for each layer, worse to the right: from no cost to the layer's, or, with layers left out, from the whole plan's cost back to what is
 * left. The line over a bar is its 95 % interval; a bar that may be chance is faint.
 */
final class SensitivityPainter {
    // in px at 100 % text
    private static final double TOP = 4;
    private static final double ROW = 20;
    private static final double BAR = 9;
    private static final double BOTTOM = 34;
    private static final double GAP = 8;
    private static final double LEAST_BARS = 90;

    private static final double NAME_SHARE = 0.3;

    private static final double DECADE = 10;
    private static final double PAD = 0.03;

    private final Painter g;
    private final PlotStyle style;
    private final List<SensitivityBar> bars;
    private final SensitivityScale scale;
    private final double wholeCost;
    private final PlotArea area;
    private final LinearScale x;
    private final double origin;
    private final boolean hasNumbers;
    private final double numbersEnd;

    /**
     * @param bars all of them, worst first
     * @param wholeCost where bars begin with layers left out; NaN where they begin at no cost
     */
    SensitivityPainter(
            Painter g,
            PlotStyle style,
            List<SensitivityBar> bars,
            SensitivityScale scale,
            double wholeCost,
            double width,
            double height) {
        this.g = g;
        this.style = style;
        this.bars = bars;
        this.scale = scale;
        this.wholeCost = wholeCost;
        double gap = GAP * style.scale();
        double longest = bars.stream()
                .mapToDouble(b -> textWidth(b.layer(), style))
                .max()
                .orElse(0);
        double left = Math.round(gap + Math.min(longest, width * NAME_SHARE) + gap);
        int digits = bars.stream().mapToInt(b -> b.text().length()).max().orElse(0);
        double numbers = style.numberWidth(digits) + 2 * gap;
        this.hasNumbers = width - left - numbers >= LEAST_BARS * style.scale();
        double right = width - (hasNumbers ? numbers : gap);
        this.numbersEnd = width - gap;
        this.area = new PlotArea(
                left,
                top(style),
                Math.max(left + 1, Math.round(right)),
                Math.max(1, height - Math.round(BOTTOM * style.scale())));
        this.x = axisOf(bars, scale, wholeCost, area);
        this.origin = Double.isNaN(wholeCost) ? (scale.isDecibels() ? x.from() : 0) : wholeCost;
    }

    /** Everything that is drawn, and no cost at all but for decibels, which have no such point. */
    private static LinearScale axisOf(
            List<SensitivityBar> bars, SensitivityScale scale, double wholeCost, PlotArea area) {
        double least = scale.isDecibels() ? Double.POSITIVE_INFINITY : 0;
        double most = scale.isDecibels() ? Double.NEGATIVE_INFINITY : 0;
        for (SensitivityBar b : bars) {
            for (double v : new double[] {b.cost(), b.low(), b.high(), wholeCost}) {
                if (Double.isFinite(v)) {
                    least = Math.min(least, v);
                    most = Math.max(most, v);
                }
            }
        }
        if (most < least || (most == 0 && least == 0)) {
            return new LinearScale(0, 1, area.left(), area.right());
        }
        boolean fromWhole = !Double.isNaN(wholeCost);
        double pad = (most - least) * PAD;
        double from = least < 0 ? least - pad : least;
        if (scale.isDecibels() && !fromWhole) {
            // bars begin at the edge: the best layer keeps a little of its own
            from = Math.floor(least / DECADE - 0.2) * DECADE;
        }
        double to = Math.max(most + pad, from + Math.abs(from) * 1e-6);
        return new LinearScale(from, to, area.left(), area.right());
    }

    private static double textWidth(String text, PlotStyle style) {
        return style.textWidth(text.length());
    }

    /** Height of a row, in px. */
    static double rowHeight(PlotStyle style) {
        return Math.round(ROW * style.scale());
    }

    /** Where the first row begins, in px. */
    static double top(PlotStyle style) {
        return Math.round(TOP * style.scale());
    }

    /** How many rows a plot of {@code height} shows whole. */
    static int rowsIn(double height, PlotStyle style) {
        double room = height - top(style) - Math.round(BOTTOM * style.scale());
        return (int) Math.max(0, Math.floor(room / rowHeight(style)));
    }

    /** What a plot of {@code bars} bars takes, in px. */
    static double heightOf(int bars, PlotStyle style) {
        return top(style) + bars * rowHeight(style) + Math.round(BOTTOM * style.scale());
    }

    /** @param first index of the bar at the top */
    void paint(int first) {
        axis();
        int last = Math.min(bars.size(), first + (int) (area.height() / rowHeight(style)));
        for (int i = first; i < last; i++) {
            row(bars.get(i), area.top() + (i - first) * rowHeight(style));
        }
        if (!Double.isNaN(wholeCost)) {
            double at = x.toPixel(wholeCost);
            g.line(PlotStyle.crisp(at), area.top(), PlotStyle.crisp(at), area.bottom(), style.clip(), 1, 3, 3);
        }
    }

    private void axis() {
        double gap = 5 * style.scale();
        int wanted = (int) Math.max(1, area.width() / style.numberWidth(12));
        NiceTicks ticks = NiceTicks.between(x.from(), x.to(), wanted);
        for (double tick : ticks.values()) {
            style.verticalLine(g, x.toPixel(tick), area.top(), area.bottom(), style.hairline());
            g.text(
                    ticks.label(scale.shown(tick)),
                    x.toPixel(tick),
                    area.bottom() + gap,
                    TextAlignment.CENTER,
                    VPos.TOP,
                    style.numberFont(),
                    style.secondaryInk());
        }
        if (!scale.isDecibels() && x.from() < 0) {
            style.verticalLine(g, x.toPixel(0), area.top(), area.bottom(), style.secondaryInk());
        }
        double below = area.bottom() + gap + style.fontSize() * 1.3;
        g.text(
                scale.title() + (Double.isNaN(wholeCost) ? "" : "; dashed: the whole plan"),
                area.right(),
                below,
                TextAlignment.RIGHT,
                VPos.TOP,
                style.textFont(),
                style.secondaryInk());
    }

    private void row(SensitivityBar bar, double top) {
        double s = style.scale();
        double middle = top + rowHeight(style) / 2;
        double room = area.left() - 2 * GAP * s;
        g.within(
                0,
                top,
                area.left() - GAP * s,
                rowHeight(style),
                () -> g.text(
                        cut(bar.layer(), room),
                        GAP * s,
                        middle,
                        TextAlignment.LEFT,
                        VPos.CENTER,
                        style.textFont(),
                        style.ink()));
        double from = x.toPixel(origin);
        double to = Double.isInfinite(bar.cost()) ? area.left() : x.toPixel(bar.cost());
        double height = Math.round(BAR * s);
        Color fill = bar.mayBeChance() && Double.isNaN(wholeCost) ? style.faint() : style.accent();
        g.fillRectangle(
                Math.min(from, to), Math.round(middle - height / 2), Math.max(1, Math.abs(to - from)), height, fill);
        if (!Double.isNaN(bar.low())) {
            double y = PlotStyle.crisp(middle);
            g.line(x.toPixel(bar.low()), y, x.toPixel(bar.high()), y, style.ink(), 1);
            for (double end : new double[] {bar.low(), bar.high()}) {
                style.verticalLine(g, x.toPixel(end), middle - 3 * s, middle + 3 * s, style.ink());
            }
        }
        if (hasNumbers) {
            g.text(bar.text(), numbersEnd, middle, TextAlignment.RIGHT, VPos.CENTER, style.numberFont(), style.ink());
        }
    }

    private String cut(String name, double room) {
        int fits = (int) Math.ceil(room / style.textWidth(1) - 0.1);
        return name.length() <= fits ? name : name.substring(0, Math.max(1, fits - 1)) + "…";
    }
}
