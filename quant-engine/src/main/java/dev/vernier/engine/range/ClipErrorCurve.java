package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Local SQNR against the clipping range, scaled from the data's extremes: the curve under the histogram.
 *
 * @param points by growing {@code fraction}
 */
public record ClipErrorCurve(List<Point> points) {
    /**
     * @param fraction the range's share of the data's full range, above 0, at most 1
     * @param range as the grid has it: holding 0, and symmetric where asked
     * @param sqnrDb local SQNR with that range
     */
    public record Point(double fraction, ClipRange range, double sqnrDb) {}

    public ClipErrorCurve {
        points = List.copyOf(points);
    }

    /**
     * @param spec whose rule does not matter
     * @param points how many, at least 1: equally apart, the last one the full range
     */
    public static ClipErrorCurve of(TensorStatistics statistics, QuantSpec spec, int points) {
        GridError error = new GridError(statistics);
        List<Point> curve = new ArrayList<>(points);
        for (int i = 1; i <= points; i++) {
            double fraction = (double) i / points;
            ClipRange range = RangeResolver.toGrid(
                    new ClipRange((float) (statistics.min() * fraction), (float) (statistics.max() * fraction)), spec);
            curve.add(new Point(fraction, range, error.sqnrDb(error.mse(ScaleCalculator.perTensor(range, spec)))));
        }
        return new ClipErrorCurve(curve);
    }
}
