package dev.vernier.app.plot;

/** The rectangle inside a plot's axes, in px. */
public record PlotArea(double left, double top, double right, double bottom) {
    /** A plot of {@code width} by {@code height} without the given margins, which are in px at 100 % text. */
    public static PlotArea inside(
            double width, double height, double scale, double left, double top, double right, double bottom) {
        double x = Math.round(left * scale);
        double y = Math.round(top * scale);
        return new PlotArea(
                x,
                y,
                Math.max(x + 1, Math.floor(width) - Math.round(right * scale)),
                Math.max(y + 1, Math.floor(height) - Math.round(bottom * scale)));
    }

    public double width() {
        return right - left;
    }

    public double height() {
        return bottom - top;
    }

    public boolean contains(double x, double y) {
        return x >= left && x <= right && y >= top && y <= bottom;
    }
}
