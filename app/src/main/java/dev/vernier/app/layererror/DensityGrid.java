package dev.vernier.app.layererror;

import dev.vernier.engine.evaluate.ValuePairs;

/**
 * How many pairs fall into each cell of a grid over float value (x) and quantized value or their difference (y). Immutable.
 *
 * @param counts {@code [row · columns + column]}, row 0 at the highest y
 * @param largest count of a cell
 */
record DensityGrid(
        double fromX, double toX, double fromY, double toY, int columns, int rows, int[] counts, int largest) {
    private static final int COLUMNS = 192;
    private static final int ROWS = 144;
    private static final double MARGIN = 0.03;

    /** @param residual y is quantized minus float instead of the quantized value */
    static DensityGrid of(ValuePairs pairs, boolean residual) {
        double lowX = Double.POSITIVE_INFINITY;
        double highX = Double.NEGATIVE_INFINITY;
        double lowY = Double.POSITIVE_INFINITY;
        double highY = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < pairs.size(); i++) {
            double x = pairs.x(i);
            double y = residual ? pairs.y(i) - x : pairs.y(i);
            if (Double.isFinite(x) && Double.isFinite(y)) {
                lowX = Math.min(lowX, x);
                highX = Math.max(highX, x);
                lowY = Math.min(lowY, y);
                highY = Math.max(highY, y);
            }
        }
        if (lowX > highX) {
            return new DensityGrid(0, 1, 0, 1, COLUMNS, ROWS, new int[COLUMNS * ROWS], 0);
        }
        if (residual) {
            highY = Math.max(Math.abs(lowY), Math.abs(highY));
            lowY = -highY;
        }
        double padX = padding(lowX, highX);
        double padY = padding(lowY, highY);
        return counted(pairs, residual, lowX - padX, highX + padX, lowY - padY, highY + padY);
    }

    private static double padding(double low, double high) {
        return high > low ? (high - low) * MARGIN : Math.max(1e-6, Math.abs(low) * MARGIN);
    }

    private static DensityGrid counted(
            ValuePairs pairs, boolean residual, double fromX, double toX, double fromY, double toY) {
        int[] counts = new int[COLUMNS * ROWS];
        int largest = 0;
        for (int i = 0; i < pairs.size(); i++) {
            double x = pairs.x(i);
            double y = residual ? pairs.y(i) - x : pairs.y(i);
            if (Double.isFinite(x) && Double.isFinite(y)) {
                int column = (int) Math.min(COLUMNS - 1, (x - fromX) / (toX - fromX) * COLUMNS);
                int row = (int) Math.min(ROWS - 1, (toY - y) / (toY - fromY) * ROWS);
                largest = Math.max(largest, ++counts[row * COLUMNS + column]);
            }
        }
        return new DensityGrid(fromX, toX, fromY, toY, COLUMNS, ROWS, counts, largest);
    }

    int count(int column, int row) {
        return counts[row * columns + column];
    }

    /** Value in the middle of a column. */
    double x(int column) {
        return fromX + (toX - fromX) * (column + 0.5) / columns;
    }

    /** Value in the middle of a row. */
    double y(int row) {
        return toY - (toY - fromY) * (row + 0.5) / rows;
    }
}
