package dev.vernier.app.network;

import javafx.geometry.Rectangle2D;

/**
 * Which part of the layout is seen: screen = layout · zoom + shift. Immutable.
 *
 * @param zoom 1 at full size
 */
record NetworkView(double zoom, double shiftX, double shiftY) {
    private static final double LEAST_ZOOM = 0.008;
    private static final double MOST_ZOOM = 2.5;

    double x(double layoutX) {
        return layoutX * zoom + shiftX;
    }

    double y(double layoutY) {
        return layoutY * zoom + shiftY;
    }

    double layoutX(double x) {
        return (x - shiftX) / zoom;
    }

    double layoutY(double y) {
        return (y - shiftY) / zoom;
    }

    NetworkView panned(double dx, double dy) {
        return new NetworkView(zoom, shiftX + dx, shiftY + dy);
    }

    /** The point at (x, y) on the screen stays where it is. */
    NetworkView zoomed(double factor, double x, double y) {
        double next = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, zoom * factor));
        return new NetworkView(next, x - layoutX(x) * next, y - layoutY(y) * next);
    }

    /** All of it, as large as there is room, at full size at most. */
    static NetworkView all(NetworkLayout layout, double width, double height) {
        double zoom = Math.max(LEAST_ZOOM, Math.min(1, Math.min(width / layout.width(), height / layout.height())));
        return new NetworkView(
                zoom, (width - layout.width() * zoom) / 2, Math.max(0, (height - layout.height() * zoom) / 2));
    }

    /** The beginning, no smaller than can be read where the network runs to. */
    static NetworkView first(NetworkLayout layout, double width, double height, double readable) {
        NetworkView all = all(layout, width, height);
        if (all.zoom() >= readable) {
            return all;
        }
        boolean down = layout.downwards();
        double startX = layout.x().length == 0 ? 0 : layout.x()[0];
        double startY = layout.y().length == 0 ? 0 : layout.y()[0];
        return new NetworkView(
                readable,
                down ? along(layout.width(), startX, width, readable) : 0,
                down ? 0 : along(layout.height(), startY, height, readable));
    }

    /** In the middle where there is room for all of it, else with the start in the middle. */
    private static double along(double size, double start, double room, double zoom) {
        return room / 2 - (size * zoom <= room ? size / 2 : start) * zoom;
    }

    /** What is seen, in the layout's px. */
    Rectangle2D seen(double width, double height) {
        return new Rectangle2D(layoutX(0), layoutY(0), Math.max(0, width / zoom), Math.max(0, height / zoom));
    }

    /** Moved as little as needed for the point to be seen at {@code margin} from the border at least. */
    NetworkView showing(double px, double py, double width, double height, double marginX, double marginY) {
        double dx = into(x(px), Math.min(marginX, width / 2), width);
        double dy = into(y(py), Math.min(marginY, height / 2), height);
        return panned(dx, dy);
    }

    private static double into(double at, double margin, double size) {
        return at < margin ? margin - at : at > size - margin ? size - margin - at : 0;
    }
}
