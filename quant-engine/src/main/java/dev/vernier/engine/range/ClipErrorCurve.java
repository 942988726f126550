package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.QuantSpec;
import java.util.List;

/**
 * Local SQNR against the clipping range, scaled from the data's extremes: the curve under the histogram.
 *
 * @param points by growing {@code fraction}
 */
public record ClipErrorCurve(List<Point> points) {
    /**
     * @param fraction the range's share of the data's full range, above 0, at most 1
     * @param sqnrDb local SQNR with that range
     */
    public record Point(double fraction, double sqnrDb) {}

    public static ClipErrorCurve of(TensorStatistics statistics, QuantSpec spec, int points) {
        throw new UnsupportedOperationException();
    }
}
