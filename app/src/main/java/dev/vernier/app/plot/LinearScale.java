package dev.vernier.app.plot;

/**
 * A straight line between values and pixels.
 *
 * @param from value at {@code pixelFrom}
 * @param to value at {@code pixelTo}, not equal to {@code from}
 */
public record LinearScale(double from, double to, double pixelFrom, double pixelTo) {
    public double toPixel(double value) {
        return pixelFrom + (value - from) / (to - from) * (pixelTo - pixelFrom);
    }

    public double toValue(double pixel) {
        return from + (pixel - pixelFrom) / (pixelTo - pixelFrom) * (to - from);
    }

    /** How much value one pixel is, always positive. */
    public double valuePerPixel() {
        return Math.abs((to - from) / (pixelTo - pixelFrom));
    }
}
