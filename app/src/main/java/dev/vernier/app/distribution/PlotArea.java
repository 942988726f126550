package dev.vernier.app.distribution;

/** The rectangle inside a plot's axes, in px. */
record PlotArea(double left, double top, double right, double bottom) {
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
