package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.Histogram;
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
        Histogram h = statistics.histogram();
        double scale = params.scale();
        int zeroPoint = params.zeroPoint();
        int qMin = params.type().qMin();
        int qMax = params.type().qMax();
        double low = (qMin - zeroPoint) * scale;
        double high = (qMax - zeroPoint) * scale;
        double squares = 0;
        long below = 0;
        long above = 0;
        long toZero = 0;
        int used = 0;
        long lastCode = Long.MIN_VALUE;
        for (int bin = 0; bin < h.bins(); bin++) {
            long n = h.count(bin);
            if (n == 0) {
                continue;
            }
            double x = h.center(bin);
            double code = Math.max(qMin, Math.min(qMax, Math.rint(x / scale) + zeroPoint));
            double error = x - (code - zeroPoint) * scale;
            boolean rounds = x >= low && x <= high;
            double within = rounds ? Math.min(h.binWidth(), scale) : 0;
            squares += n * (error * error + within * within / 12);
            below += x < low ? n : 0;
            above += x > high ? n : 0;
            toZero += code == zeroPoint ? n : 0;
            if ((long) code != lastCode) {
                used++;
                lastCode = (long) code;
            }
        }
        double count = Math.max(1, statistics.count());
        double mse = squares / count;
        return new GridPreview(
                params,
                below / count,
                above / count,
                toZero / count,
                used,
                params.type().levels(),
                mse,
                mse == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(statistics.meanSquare() / mse));
    }
}
