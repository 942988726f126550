package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.QuantParams;

/**
 * What a grid does to a tensor, told from its histogram alone in microseconds: what follows the mouse while a handle moves.
 *
 * @param clippedLow share of values below the grid, 0 to 1
 * @param clippedHigh share of values above the grid
 * @param roundedToZero share of values that are not 0 but become 0
 * @param codesUsed how many codes at least one value takes (to the resolution of the histogram)
 * @param codes how many there are
 * @param mse mean squared error of clipping and rounding together
 * @param sqnrDb {@code 10·log10(mean(x²) / mse)}
 */
public record GridPreview(
        QuantParams params,
        double clippedLow,
        double clippedHigh,
        double roundedToZero,
        int codesUsed,
        long codes,
        double mse,
        double sqnrDb) {

    public static GridPreview of(TensorStatistics statistics, QuantParams params) {
        throw new UnsupportedOperationException();
    }
}
