package dev.vernier.app.numberline;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.ShortText;
import dev.vernier.app.grid.NumberGrid;
import dev.vernier.app.grid.SignGrid;
import dev.vernier.app.plot.Hatch;
import dev.vernier.app.plot.LinearScale;
import dev.vernier.app.plot.NiceTicks;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotColor;
import dev.vernier.app.plot.PlotStyle;
import javafx.geometry.VPos;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Draws the axis with the whole range and the lens with the codes around the number. */
final class NumberLinePainter {
    private static final double LEAST_TICK_DISTANCE = 4;
    private static final double HATCH = 7;
    /** Characters that stand at the other end of the line of the caption. */
    private static final int ROOM_FOR_REMARK = 42;

    private final Painter g;
    private final PlotStyle style;
    private final NumberLineFrame frame;
    private final NumberGrid grid;
    private final double x;
    private final double s;
    private final Color format;

    NumberLinePainter(Painter g, PlotStyle style, NumberLineFrame frame, NumberGrid grid, double x) {
        this.g = g;
        this.style = style;
        this.frame = frame;
        this.grid = grid;
        this.x = x;
        this.s = style.scale();
        this.format = style.color(PlotColor.of(grid.precision()));
    }

    void paint(float[] dots, String caption) {
        double left = frame.axis().pixelFrom();
        int room = (int) ((frame.right() - left) / style.numberWidth(1)) - ROOM_FOR_REMARK;
        text(
                grid.precision().label() + " · " + ShortText.withoutMiddle(caption, Math.max(12, room)),
                left,
                6 * s,
                TextAlignment.LEFT,
                VPos.TOP,
                style.ink());
        g.within(left - 6 * s, 0, frame.right() - left + 12 * s, frame.lensBottom() + 1, () -> {
            paintAxis(dots);
            paintBeam();
            paintLens();
        });
    }

    private void text(String text, double px, double py, TextAlignment align, VPos origin, Color color) {
        g.text(text, px, py, align, origin, style.textFont(), color);
    }

    private void number(String text, double px, double py, VPos origin, Color color) {
        g.text(text, px, py, TextAlignment.CENTER, origin, style.numberFont(), color);
    }

    private void paintAxis(float[] dots) {
        LinearScale a = frame.axis();
        double y = frame.axisY();
        double top = y - 30 * s;
        outside(a, top, y);
        for (int i = 0; i < dots.length; i++) {
            double px = a.toPixel(dots[i]);
            // a fixed scatter of heights keeps equal values apart
            double py = y - (9 + i * 7 % 16) * s;
            g.disk(px, py, 1.8 * s, style.accent().deriveColor(0, 1, 1, 0.55));
        }
        int first = grid.index(a.from());
        int last = grid.index(a.to());
        int stride = 1;
        while ((double) (last - first) / stride * LEAST_TICK_DISTANCE * s > a.pixelTo() - a.pixelFrom()) {
            stride *= 2;
        }
        for (int i = Math.floorDiv(first + stride - 1, stride) * stride; i <= last; i += stride) {
            style.verticalLine(g, a.toPixel(grid.value(i)), y, y + 6 * s, format);
        }
        style.horizontalLine(g, y, a.pixelFrom(), a.pixelTo(), style.ink());
        NiceTicks ticks = NiceTicks.between(a.from(), a.to(), (int) ((a.pixelTo() - a.pixelFrom()) / (70 * s)));
        for (double t : ticks.values()) {
            double half = style.numberWidth(ticks.label(t).length()) / 2;
            if (a.toPixel(t) - half >= a.pixelFrom() - 6 * s && a.toPixel(t) + half <= a.pixelTo() + 6 * s) {
                number(ticks.label(t), a.toPixel(t), y + 9 * s, VPos.TOP, style.secondaryInk());
            }
        }
        if (stride > 1) {
            text(
                    "every " + ordinal(stride) + " number is marked",
                    frame.right(),
                    6 * s,
                    TextAlignment.RIGHT,
                    VPos.TOP,
                    style.secondaryInk());
        }
        double px = Math.max(a.pixelFrom(), Math.min(a.pixelTo(), a.toPixel(x)));
        g.line(px, y - 28 * s, px, y, style.accent(), 1.5 * s);
        g.disk(px, y, 4.5 * s, style.accent());
    }

    private static String ordinal(int n) {
        return NumberText.exactCount(n) + (n % 10 == 2 && n % 100 != 12 ? "nd" : "th");
    }

    /** What lies beyond the first and the last number: there is none for it. */
    private void outside(LinearScale scale, double top, double bottom) {
        if (grid instanceof SignGrid) {
            becomesZero((SignGrid) grid, scale, top, bottom);
            return;
        }
        double low = Math.min(scale.pixelTo(), scale.toPixel(grid.low()));
        double high = Math.max(scale.pixelFrom(), scale.toPixel(grid.high()));
        if (low > scale.pixelFrom()) {
            shade(scale.pixelFrom(), low, top, bottom, Hatch.FALLING);
        }
        if (high < scale.pixelTo()) {
            shade(high, scale.pixelTo(), top, bottom, Hatch.RISING);
        }
    }

    /** Of signs none is beyond: the magnitude is never kept. Ternary ones leave out what is small. */
    private void becomesZero(SignGrid signs, LinearScale scale, double top, double bottom) {
        double from = Math.max(scale.pixelFrom(), scale.toPixel(-signs.threshold()));
        double to = Math.min(scale.pixelTo(), scale.toPixel(signs.threshold()));
        if (signs.threshold() > 0 && from < to) {
            g.hatch(Hatch.RISING, from, top, to - from, bottom - top, HATCH * s, style.hairline());
            style.verticalLine(g, from, top, bottom, style.secondaryInk());
            style.verticalLine(g, to, top, bottom, style.secondaryInk());
        }
    }

    private void shade(double from, double to, double top, double bottom, Hatch hatch) {
        g.fillRectangle(from, top, to - from, bottom - top, style.clipGround());
        g.hatch(hatch, from, top, to - from, bottom - top, HATCH * s, style.clipHatch());
        double limit = hatch == Hatch.FALLING ? to : from;
        style.verticalLine(g, limit, top, bottom, style.clip());
    }

    /** From the part of the axis that the lens shows down to the lens. */
    private void paintBeam() {
        LinearScale a = frame.axis();
        LinearScale l = frame.lens();
        double y = frame.axisY() + 22 * s;
        double from = a.toPixel(l.from());
        double to = a.toPixel(l.to());
        g.line(from, y, l.pixelFrom(), frame.lensTop(), style.hairline(), 1);
        g.line(to, y, l.pixelTo(), frame.lensTop(), style.hairline(), 1);
        g.line(from, y, to, y, style.secondaryInk(), 1);
    }

    private void paintLens() {
        LinearScale l = frame.lens();
        double top = frame.lensTop();
        double bottom = frame.lensBottom();
        double y = Math.round(top + (bottom - top) * 0.52);
        int index = grid.index(x);
        int first = Math.max(grid.first(), grid.index(l.from()) - 1);
        int last = Math.min(grid.last(), grid.index(l.to()) + 1);
        outside(l, top, bottom);
        paintCell(l, index, top, bottom);
        for (int i = first; i < last; i++) {
            double border = l.toPixel(grid.border(i));
            g.line(border, top, border, bottom, style.hairline(), 1, 3, 3);
        }
        style.horizontalLine(g, y, l.pixelFrom(), l.pixelTo(), style.ink());
        Font codes = Font.font(style.numberFont().getFamily(), style.fontSize() * 1.18);
        for (int i = first; i <= last; i++) {
            double px = l.toPixel(grid.value(i));
            style.verticalLine(g, px, y - 5 * s, y + 6 * s, i == index ? format : style.secondaryInk());
            double half = style.numberWidth(value(grid.value(i)).length()) / 2;
            if (px - half < l.pixelFrom() || px + half > l.pixelTo()) {
                continue;
            }
            g.text(
                    grid.code(i),
                    px,
                    y + 9 * s,
                    TextAlignment.CENTER,
                    VPos.TOP,
                    codes,
                    i == index ? style.ink() : style.secondaryInk());
            number(value(grid.value(i)), px, y + 24 * s, VPos.TOP, style.secondaryInk());
        }
        g.strokeRectangle(
                PlotStyle.crisp(l.pixelFrom()),
                PlotStyle.crisp(top),
                Math.floor(l.pixelTo() - l.pixelFrom()) - 1,
                Math.floor(bottom - top) - 1,
                style.hairline(),
                1);
        paintNumber(l, index, top, y);
    }

    /** All real numbers that become the same code. */
    private void paintCell(LinearScale l, int index, double top, double bottom) {
        double from = index == grid.first() ? l.from() : grid.border(index - 1);
        double to = index == grid.last() ? l.to() : grid.border(index);
        double left = Math.max(l.pixelFrom(), l.toPixel(from));
        double right = Math.min(l.pixelTo(), l.toPixel(to));
        if (right > left && !grid.isBeyond(x)) {
            g.fillRectangle(left, top, right - left, bottom - top, style.faint().deriveColor(0, 1, 1, 0.35));
        }
    }

    private void paintNumber(LinearScale l, int index, double top, double y) {
        double px = Math.max(l.pixelFrom(), Math.min(l.pixelTo(), l.toPixel(x)));
        double qx = l.toPixel(grid.value(index));
        double error = grid.reconstructed(x) - x;
        double arrow = y - 14 * s;
        g.line(px, top + 16 * s, px, y, style.accent(), 1.5 * s);
        if (Math.abs(qx - px) > 1) {
            arrow(px, qx, arrow, style.clip());
        }
        g.fillRectangle(qx - 4 * s, y - 4 * s, 8 * s, 8 * s, format);
        g.disk(px, y, 4.5 * s, style.accent());
        String said = "x = " + value(x);
        double half = style.numberWidth(said.length()) / 2 + 2;
        double place = Math.max(l.pixelFrom() + half, Math.min(l.pixelTo() - half, px));
        number(said, place, top + 3 * s, VPos.TOP, style.ink());
        String words = Double.isInfinite(error) ? "overflow" : "error " + value(error);
        double away = qx >= px ? 1 : -1;
        double from = away > 0 ? Math.max(px, qx) : Math.min(px, qx);
        boolean room = from + away * (style.numberWidth(words.length()) + 8 * s) > l.pixelFrom()
                && from + away * (style.numberWidth(words.length()) + 8 * s) < l.pixelTo();
        g.text(
                words,
                room ? from + away * 6 * s : Math.min(px, qx) - 6 * s,
                arrow,
                room && away > 0 ? TextAlignment.LEFT : TextAlignment.RIGHT,
                VPos.CENTER,
                style.numberFont(),
                style.clipInk());
    }

    private void arrow(double from, double to, double y, Color color) {
        double head = Math.min(5 * s, Math.abs(to - from)) * Math.signum(to - from);
        g.line(from, y, to - head, y, color, 1.5 * s);
        g.fillPolygon(new double[] {to, to - head, to - head}, new double[] {y, y - 3.5 * s, y + 3.5 * s}, color);
    }

    private static String value(double v) {
        return NumberText.significant(v, 4);
    }
}
