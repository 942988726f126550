package dev.vernier.app.numberline;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.grid.FloatGrid;
import dev.vernier.app.grid.IntegerGrid;
import dev.vernier.app.grid.NumberGrid;
import dev.vernier.app.grid.SignGrid;
import dev.vernier.app.plot.NiceTicks;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotColor;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.spec.Precision;
import javafx.geometry.VPos;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Writes out how the number becomes a code and the code a number, with the numbers in it, and the code's bits. */
final class FormulaPainter {
    private static final double LINE = 19;
    private static final double BIT = 15;
    private static final int DIGITS = 4;

    private final Painter g;
    private final PlotStyle style;
    private final NumberGrid grid;
    private final double x;
    private final double left;
    private final double s;
    private final Font font;
    private double y;

    FormulaPainter(Painter g, PlotStyle style, NumberLineFrame frame, NumberGrid grid, double x) {
        this.g = g;
        this.style = style;
        this.grid = grid;
        this.x = x;
        this.left = frame.formulaX();
        this.y = frame.formulaY();
        this.s = style.scale();
        this.font = Font.font(style.numberFont().getFamily(), style.fontSize() * 1.09);
    }

    void paint() {
        int index = grid.index(x);
        if (grid instanceof IntegerGrid) {
            integer((IntegerGrid) grid, index);
        } else if (grid instanceof FloatGrid) {
            floating((FloatGrid) grid, index);
        } else {
            sign((SignGrid) grid, index);
        }
        error();
        bits(index);
        remark();
    }

    private void line(String name, String formula, Color color) {
        g.text(name, left, y, TextAlignment.LEFT, VPos.TOP, font, style.ink());
        double indent = left + style.numberWidth(6) * 1.09;
        g.text(formula, indent, y, TextAlignment.LEFT, VPos.TOP, font, color);
        y += LINE * s;
    }

    private static String n(double v) {
        return NumberText.significant(v, DIGITS);
    }

    /** With parentheses where its sign would stand beside another one. */
    private static String inSum(int v) {
        return v < 0 ? "(\u2212" + -v + ")" : Integer.toString(v);
    }

    private void integer(IntegerGrid i, int q) {
        String ends = i.code(i.first()) + ", " + i.code(i.last());
        double quotient = (float) x / i.scale();
        line("q", "= clamp(round(x / scale) + zero point, " + ends + ")", style.secondaryInk());
        line("", "= clamp(round(" + n(x) + " / " + n(i.scale()) + ") + " + inSum(i.zeroPoint()) + ", …)", style.ink());
        line("", "= clamp(round(" + n(quotient) + ") + " + inSum(i.zeroPoint()) + ", …) = " + i.code(q), style.ink());
        y += 4 * s;
        line("x′", "= (q − zero point) · scale", style.secondaryInk());
        line(
                "",
                "= (" + i.code(q) + " − " + inSum(i.zeroPoint()) + ") · " + n(i.scale()) + " = " + n(i.value(q)),
                style.ink());
    }

    /** {@code 2⁻¹¹}. */
    private static String powerOfTwo(int exponent) {
        return "2" + (exponent < 0 ? "⁻" : "")
                + NiceTicks.powerLabel(Math.pow(10, Math.abs(exponent))).substring(2);
    }

    private void floating(FloatGrid h, int index) {
        boolean small = h.significand(index) < 1;
        line(
                "x′",
                "= sign · " + (small ? "0" : "1") + ".mantissa · 2 to the exponent"
                        + (h.precision().isScaledFloat() ? " · scale" : ""),
                style.secondaryInk());
        line(
                "",
                "= " + (index < 0 ? "\u2212" : "+") + n(h.significand(index)) + " · " + powerOfTwo(h.exponent(index))
                        + times(h),
                style.ink());
        line("", "= " + n(h.reconstructed(x)), style.ink());
        y += 4 * s;
        line(
                "step",
                "= 2 to the exponent − " + h.mantissaBits()
                        + (h.precision().isScaledFloat() ? ", times the scale" : ""),
                style.secondaryInk());
        line(
                "",
                "= " + powerOfTwo(h.exponent(index) - h.mantissaBits()) + times(h) + " = "
                        + n(Math.pow(2, h.exponent(index) - h.mantissaBits()) * h.scale()),
                style.ink());
    }

    private static String times(FloatGrid h) {
        return h.precision().isScaledFloat() ? " · " + n(h.scale()) : "";
    }

    private void sign(SignGrid g, int index) {
        boolean binary = g.precision() == Precision.BINARY;
        line("q", binary ? "= −1 below 0, else +1" : "= 0 where |x| ≤ threshold, else the sign", style.secondaryInk());
        line("", (binary ? "" : "threshold " + n(g.threshold()) + ": ") + "q = " + g.code(index), style.ink());
        y += 4 * s;
        line("x′", "= q · scale, the mean magnitude of what is kept", style.secondaryInk());
        line("", "= " + g.code(index) + " · " + n(g.scale()) + " = " + n(g.value(index)), style.ink());
    }

    private void error() {
        y += 4 * s;
        double error = grid.reconstructed(x) - x;
        double steps = error / grid.step(x);
        line(
                "error",
                "= x′ − x = " + n(error)
                        + (Double.isInfinite(error)
                                ? ""
                                : " = " + NumberText.fixed(steps, 2) + " steps of " + n(grid.step(x))),
                style.clipInk());
    }

    /** A box for each bit; of a floating number in the colours of sign, exponent and mantissa, with their names. */
    private void bits(int index) {
        y += 6 * s;
        String bits = grid.bits(index);
        double w = BIT * s;
        int exponent = grid instanceof FloatGrid ? ((FloatGrid) grid).exponentBits() : 0;
        for (int b = 0; b < bits.length(); b++) {
            double px = left + b * w + gaps(b, exponent) * 5 * s;
            boolean one = bits.charAt(b) == '1';
            Color color = color(b, exponent);
            if (one) {
                // pale, so that the digit reads on every colour
                g.fillRectangle(px, y, w - 2, w, color.deriveColor(0, 1, 1, 0.4));
            }
            g.strokeRectangle(PlotStyle.crisp(px), PlotStyle.crisp(y), Math.floor(w) - 3, Math.floor(w) - 1, color, 1);
            g.text(
                    one ? "1" : "0",
                    px + w / 2 - 1,
                    y + w / 2,
                    TextAlignment.CENTER,
                    VPos.CENTER,
                    style.numberFont(),
                    one ? style.ink() : style.secondaryInk());
        }
        double end = left + bits.length() * w + gaps(bits.length() - 1, exponent) * 5 * s + 8 * s;
        g.text(
                exponent > 0 ? "sign, exponent, mantissa" : "code " + grid.code(index),
                end,
                y + w / 2,
                TextAlignment.LEFT,
                VPos.CENTER,
                style.textFont(),
                style.secondaryInk());
        y += w + 8 * s;
    }

    private static int gaps(int bit, int exponentBits) {
        return exponentBits == 0 ? 0 : bit == 0 ? 0 : bit <= exponentBits ? 1 : 2;
    }

    private Color color(int bit, int exponentBits) {
        if (exponentBits == 0) {
            return style.color(PlotColor.of(grid.precision()));
        }
        return bit == 0
                ? style.clip()
                : bit <= exponentBits ? style.color(PlotColor.INT16) : style.color(PlotColor.FP16);
    }

    private void remark() {
        boolean overflow = Double.isInfinite(grid.reconstructed(x));
        boolean beyond = grid.isBeyond(x);
        String end = n(x > 0 ? grid.high() : grid.low());
        String words = overflow
                ? "Overflow: beyond " + end + " there is only infinity"
                : beyond
                        ? "Saturated: everything beyond " + end + " becomes code " + grid.code(grid.index(x))
                        : grid instanceof SignGrid
                                ? "Only the sign is kept: the scale is right on average, for no single number"
                                : grid instanceof IntegerGrid
                                        ? "Inside the range the error is at most half a step"
                                        : "The step doubles at every power of two: the error keeps its share of x";
        g.text(
                words,
                left,
                y,
                TextAlignment.LEFT,
                VPos.TOP,
                style.textFont(),
                beyond ? style.clipInk() : style.secondaryInk());
    }
}
