package dev.vernier.app.plot;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/**
 * Colours and fonts of a plot as the style sheet has them at the moment.
 *
 * @param faint the accent where it must stay behind something
 * @param clip the limits of a clipping range
 * @param clipGround ground of what lies outside
 * @param clipHatch hatching of what lies outside
 * @param fontSize of labels, in px
 */
public record PlotStyle(
        Color ink,
        Color secondaryInk,
        Color ground,
        Color hairline,
        Color accent,
        Color faint,
        Color clip,
        Color clipGround,
        Color clipHatch,
        Color good,
        double fontSize) {
    private static final String TEXT_FAMILY = "Inter";
    private static final String NUMBER_FAMILY = "JetBrains Mono";
    private static final double FONT_SIZE_AT_100_PERCENT = 11;

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

    /** Text at a point; {@code align} says which part of the text is at {@code x}, {@code origin} which at {@code y}. */
    public void text(
            GraphicsContext g,
            String text,
            double x,
            double y,
            TextAlignment align,
            VPos origin,
            Font font,
            Color color) {
        g.setFont(font);
        g.setFill(color);
        g.setTextAlign(align);
        g.setTextBaseline(origin);
        g.fillText(text, x, y);
    }

    /** A vertical line of 1 px, crisp. */
    public void verticalLine(GraphicsContext g, double x, double from, double to, Color color) {
        g.setStroke(color);
        g.setLineWidth(1);
        g.strokeLine(crisp(x), from, crisp(x), to);
    }

    /** A horizontal line of 1 px, crisp. */
    public void horizontalLine(GraphicsContext g, double y, double from, double to, Color color) {
        g.setStroke(color);
        g.setLineWidth(1);
        g.strokeLine(from, crisp(y), to, crisp(y));
    }

    /** The middle of the pixel that {@code x} falls in, where a line of 1 px is crisp. */
    public static double crisp(double x) {
        return Math.floor(x) + 0.5;
    }
}
