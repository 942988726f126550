package dev.vernier.app.plot;

import javafx.scene.paint.Color;

/** Parallel lines at 45° over a rectangle: what says "outside" without colour. */
public enum Hatch {
    /** Lines rise to the right: above the range. */
    RISING,
    /** Lines fall to the right: below the range. */
    FALLING;

    /** Strokes the lines of a {@link Painter#hatch hatched} rectangle, each cut at the rectangle's edges; {@code spacing} px apart. */
    void stroke(Painter p, double x, double y, double width, double height, double spacing, Color color) {
        if (width <= 0 || height <= 0) {
            return;
        }
        // anchored at the plot's origin, so that the pattern stands still while the rectangle's edge moves
        double first = Math.ceil((this == RISING ? x + y : x - y - height) / spacing) * spacing;
        double last = this == RISING ? x + y + width + height : x - y + width;
        for (double c = first; c < last; c += spacing) {
            double x1 = Math.max(x, this == RISING ? c - y - height : c + y);
            double x2 = Math.min(x + width, this == RISING ? c - y : c + y + height);
            if (x2 > x1) {
                p.line(x1, this == RISING ? c - x1 : x1 - c, x2, this == RISING ? c - x2 : x2 - c, color, 1);
            }
        }
    }
}
