package dev.vernier.app.plot;

import javafx.geometry.VPos;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/**
 * What a plot draws with. The same calls go to the screen ({@link CanvasPainter}) and to SVG ({@link SvgPainter}), so that a saved picture
 * shows what the window shows.
 *
 * <p>Lengths and positions in px at 100 %, y downwards; a line of width 1 is crisp where its coordinate ends in .5, see
 * {@link PlotStyle#crisp}. What is drawn later lies on top.
 */
public interface Painter {
    void fillRectangle(double x, double y, double width, double height, Color fill);

    void strokeRectangle(double x, double y, double width, double height, Color stroke, double lineWidth);

    /** @param radius of the corners, in px */
    void fillRoundRectangle(double x, double y, double width, double height, double radius, Color fill);

    /** @param radius of the corners, in px */
    void strokeRoundRectangle(
            double x, double y, double width, double height, double radius, Color stroke, double lineWidth);

    /** @param dashes lengths drawn and left out in turn, in px; none for a solid line */
    void line(double x1, double y1, double x2, double y2, Color stroke, double lineWidth, double... dashes);

    /**
     * Straight lines from point to point.
     *
     * @param x {@code [points]}
     * @param y {@code [points]}
     * @param dashes as for {@link #line}
     */
    void polyline(double[] x, double[] y, Color stroke, double lineWidth, double... dashes);

    /** The area inside straight lines from point to point and back to the first. */
    void fillPolygon(double[] x, double[] y, Color fill);

    /** A cubic Bézier curve from point 0 to point 3; {@code x} and {@code y} are {@code [4]}. */
    void curve(double[] x, double[] y, Color stroke, double lineWidth);

    /** A filled circle. */
    void disk(double centerX, double centerY, double radius, Color fill);

    /** A circle's line. */
    void ring(double centerX, double centerY, double radius, Color stroke, double lineWidth);

    /** Text at a point; {@code align} says which part of the text is at {@code x}, {@code origin} which at {@code y}. */
    void text(String text, double x, double y, TextAlignment align, VPos origin, Font font, Color fill);

    /** Fills a rectangle with {@code hatch}: lines of 1 px, {@code spacing} px apart along either axis. */
    default void hatch(Hatch hatch, double x, double y, double width, double height, double spacing, Color color) {
        hatch.stroke(this, x, y, width, height, spacing, color);
    }

    /** An image whose pixels stay squares with sharp edges: a density, a feature map. */
    void pixels(Image image, double x, double y, double width, double height);

    /** Does {@code drawing}, of which only what lies inside the rectangle shows. */
    void within(double x, double y, double width, double height, Runnable drawing);

    /** {@code drawing} with everything {@code dy} further down. */
    void lower(double dy, Runnable drawing);
}
