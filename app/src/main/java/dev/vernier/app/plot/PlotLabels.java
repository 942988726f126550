package dev.vernier.app.plot;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Rectangle2D;
import javafx.scene.paint.Color;

/** Finds places for the names of points, so that no name lies on another one or on a point. */
public final class PlotLabels {
    /**
     * Where a name is written.
     *
     * @param box of the text
     * @param away whether it is far enough from its point to need a line to it
     */
    public record Place(Rectangle2D box, boolean away) {
        /** From the point to the name, where it is away. */
        public void paintLine(Painter g, double x, double y, Color color) {
            if (away) {
                double ex = Math.max(box.getMinX(), Math.min(box.getMaxX(), x));
                double ey = Math.max(box.getMinY(), Math.min(box.getMaxY(), y));
                g.line(x, y, ex, ey, color, 0.5);
            }
        }
    }

    /** Directions to try, best first, in sixteenths of a turn from the right, counter-clockwise. */
    private static final int[] DIRECTIONS = {0, 4, 8, 12, 2, 14, 6, 10, 1, 15, 3, 13, 5, 11, 7, 9};

    private static final double[] DISTANCES = {1, 2.2, 3.6, 5, 6.5, 8.5, 11, 14, 18};
    private static final double NEAR = 2.2;

    private final Rectangle2D area;
    private final List<Rectangle2D> taken = new ArrayList<>();

    /** @param area that names stay within */
    public PlotLabels(Rectangle2D area) {
        this.area = area;
    }

    /** Nothing is written within {@code radius} of a point. */
    public void keepClear(double x, double y, double radius) {
        taken.add(new Rectangle2D(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    /**
     * The first free place around the point, near ones first; where none is free the one that covers least.
     *
     * @param gap between point and text
     */
    public Place place(double x, double y, double width, double height, double gap) {
        Place best = new Place(new Rectangle2D(x, y, width, height), false);
        double leastCovered = Double.POSITIVE_INFINITY;
        for (double distance : DISTANCES) {
            for (int direction : DIRECTIONS) {
                double angle = direction * Math.PI / 8;
                double cx = x + Math.cos(angle) * (distance * gap + width / 2);
                double cy = y - Math.sin(angle) * (distance * gap + height / 2);
                Rectangle2D box = new Rectangle2D(cx - width / 2, cy - height / 2, width, height);
                double covered = area.contains(box)
                        ? taken.stream().mapToDouble(t -> common(t, box)).sum()
                        : Double.POSITIVE_INFINITY;
                if (covered < leastCovered) {
                    leastCovered = covered;
                    best = new Place(box, distance > NEAR);
                }
                if (covered == 0) {
                    taken.add(box);
                    return best;
                }
            }
        }
        taken.add(best.box());
        return best;
    }

    /** Area that both cover. */
    private static double common(Rectangle2D a, Rectangle2D b) {
        double w = Math.min(a.getMaxX(), b.getMaxX()) - Math.max(a.getMinX(), b.getMinX());
        double h = Math.min(a.getMaxY(), b.getMaxY()) - Math.max(a.getMinY(), b.getMinY());
        return w > 0 && h > 0 ? w * h : 0;
    }
}
