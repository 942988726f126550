package dev.vernier.app.distribution;

/** The rectangle inside a plot's axes, in px. */
record PlotArea(double left, double top, double right, double bottom) {
    /** A plot of {@code width} by {@code height} without the given margins, which are in px at 100 % text. */
    static PlotArea inside(
            double width, double height, double scale, double left, double top, double right, double bottom) {
        double x = Math.round(left * scale);
        double y = Math.round(top * scale);
        return new PlotArea(
                x,
                y,
                Math.max(x + 1, Math.floor(width) - Math.round(right * scale)),
                Math.max(y + 1, Math.floor(height) - Math.round(bottom * scale)));
    }

    double width() {
        return right - left;
    }

    double height() {
        return bottom - top;
    }

    boolean contains(double x, double y) {
        return x >= left && x <= right && y >= top && y <= bottom;
    }
}
