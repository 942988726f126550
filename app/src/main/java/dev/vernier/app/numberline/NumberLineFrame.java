package dev.vernier.app.numberline;

import dev.vernier.app.grid.FloatGrid;
import dev.vernier.app.grid.NumberGrid;
import dev.vernier.app.plot.LinearScale;

/**
 * Where things stand in the picture, in px. Immutable.
 *
 * @param axis values of the whole range to px
 * @param lens values around the number to px
 * @param right edge of axis and lens
 * @param axisY where the axis runs
 * @param lensTop upper edge of the lens
 * @param lensBottom lower edge of the lens
 * @param formulaX left edge of the formula
 * @param formulaY upper edge of the formula
 */
record NumberLineFrame(
        LinearScale axis,
        LinearScale lens,
        double right,
        double axisY,
        double lensTop,
        double lensBottom,
        double formulaX,
        double formulaY) {
    /** Steps to see on either side of the number. */
    private static final double LENS_STEPS = 2.6;

    /** How far beyond its last code a grid is still looked at, in steps. */
    private static final double STEPS_BEYOND = 1.6;

    /** How much of the real axis beyond the range is shown, of the range's width. */
    private static final double BEYOND = 0.14;

    private static final double MARGIN = 18;
    private static final double FORMULA_WIDTH = 440;
    private static final double LEAST_AXIS_WIDTH = 360;

    static NumberLineFrame of(
            NumberGrid grid,
            double x,
            float[] dots,
            double viewLow,
            double viewHigh,
            double width,
            double height,
            double scale) {
        double margin = MARGIN * scale;
        boolean beside = width - FORMULA_WIDTH * scale > LEAST_AXIS_WIDTH * scale;
        double right = Math.max(margin + 2, beside ? width - (FORMULA_WIDTH + 24) * scale : width - margin);
        double low = viewLow;
        double high = viewHigh;
        if (Double.isNaN(viewLow)) {
            double[] all = wholeRange(grid, dots);
            low = all[0];
            high = all[1];
        }
        LinearScale axis = new LinearScale(low, high, margin, right);
        double axisY = Math.round(64 * scale);
        double lensTop = axisY + Math.round(44 * scale);
        double lensBottom = Math.max(lensTop + 60 * scale, height - 10 * scale);
        return new NumberLineFrame(
                axis,
                lens(grid, x, margin, right),
                right,
                axisY,
                lensTop,
                lensBottom,
                beside ? right + 24 * scale : width + margin,
                10 * scale);
    }

    private static double[] wholeRange(NumberGrid grid, float[] dots) {
        double low = grid.low();
        double high = grid.high();
        if (grid instanceof FloatGrid && !grid.precision().isScaledFloat()) {
            // nearly all of a floating format's numbers lie near 0; what the values need is looked at
            double largest = 0;
            for (float d : dots) {
                largest = Math.max(largest, Math.abs(d));
            }
            high = largest > 0 ? Math.pow(2, Math.ceil(Math.log(largest) / Math.log(2) + 1e-9)) : 4;
            low = -high;
        }
        double pad = (high - low) * BEYOND;
        return new double[] {low - pad, high + pad};
    }

    /** Centred on the number, which the codes slide by under; at the ends of the range it stops, so that they stay in sight. */
    private static LinearScale lens(NumberGrid grid, double x, double left, double right) {
        double step = grid.step(Math.max(grid.low(), Math.min(grid.high(), x)));
        double beyond = STEPS_BEYOND * step;
        double centre = Math.max(grid.low() - beyond, Math.min(grid.high() + beyond, x));
        return new LinearScale(centre - LENS_STEPS * step, centre + LENS_STEPS * step, left, right);
    }
}
