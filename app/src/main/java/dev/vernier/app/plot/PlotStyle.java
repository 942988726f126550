package dev.vernier.app.plot;

import java.util.EnumMap;
import java.util.Map;
import javafx.geometry.VPos;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/**
 * Colours and fonts of a plot as the style sheet has them at the moment. Immutable.
 *
 * @param colors all of them
 * @param fontSize of labels, in px
 */
public record PlotStyle(Map<PlotColor, Color> colors, double fontSize) {
    private static final String TEXT_FAMILY = "Inter";
    private static final String NUMBER_FAMILY = "JetBrains Mono";
    private static final double FONT_SIZE_AT_100_PERCENT = 11;

    public PlotStyle {
        colors = new EnumMap<>(colors);
    }

    public Color color(PlotColor which) {
        return colors.get(which);
    }

    public Color ink() {
        return color(PlotColor.INK);
    }

    public Color secondaryInk() {
        return color(PlotColor.SECONDARY_INK);
    }

    public Color ground() {
        return color(PlotColor.GROUND);
    }

    public Color hairline() {
        return color(PlotColor.HAIRLINE);
    }

    public Color accent() {
        return color(PlotColor.ACCENT);
    }

    public Color faint() {
        return color(PlotColor.FAINT);
    }

    public Color clip() {
        return color(PlotColor.CLIP);
    }

    public Color clipInk() {
        return color(PlotColor.CLIP_INK);
    }

    public Color clipGround() {
        return color(PlotColor.CLIP_GROUND);
    }

    public Color clipHatch() {
        return color(PlotColor.CLIP_HATCH);
    }

    public Color good() {
        return color(PlotColor.GOOD);
    }

    public Font textFont() {
        return Font.font(TEXT_FAMILY, fontSize);
    }

    public Font numberFont() {
        return Font.font(NUMBER_FAMILY, fontSize);
    }

    /** Distances are multiplied by this: 1 at 100 % text. */
    public double scale() {
        return fontSize / FONT_SIZE_AT_100_PERCENT;
    }

    /** Width of {@code characters} digits, for which the number font has one width each. */
    public double numberWidth(int characters) {
        return characters * fontSize * 0.6;
    }

    /** Width of {@code characters} of text, about: its font gives each a width of its own. */
    public double textWidth(int characters) {
        return characters * fontSize * 0.57;
    }

    /** A vertical line of 1 px, crisp. */
    public void verticalLine(Painter p, double x, double from, double to, Color color) {
        p.line(crisp(x), from, crisp(x), to, color, 1);
    }

    /** A horizontal line of 1 px, crisp. */
    public void horizontalLine(Painter p, double y, double from, double to, Color color) {
        p.line(from, crisp(y), to, crisp(y), color, 1);
    }

    /** A line at {@code x}, and beside it, at the top of the plot, what is there in words. */
    public void readOut(Painter p, PlotArea area, double x, String words) {
        verticalLine(p, x, area.top(), area.bottom(), secondaryInk());
        double w = numberWidth(words.length()) + 12;
        double left = Math.min(area.right() - w, Math.max(area.left(), x + 8));
        p.fillRectangle(left, area.top() + 4, w, fontSize + 10, ground());
        p.strokeRectangle(crisp(left), area.top() + 4.5, Math.floor(w) - 1, Math.floor(fontSize + 9), hairline(), 1);
        p.text(words, left + 6, area.top() + 9, TextAlignment.LEFT, VPos.TOP, numberFont(), ink());
    }

    /** The middle of the pixel that {@code x} falls in, where a line of 1 px is crisp. */
    public static double crisp(double x) {
        return Math.floor(x) + 0.5;
    }
}
