package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.progress.Cancellation;
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
     * With one grid for the whole tensor.
     *
     * @param spec whose rule does not matter
     * @param points how many, at least 1: equally apart, the last one the full range
     */
    public static ClipErrorCurve of(TensorStatistics statistics, QuantSpec spec, int points) {
        return of(statistics, List.of(), spec, points, Cancellation.NEVER);
    }

    /**
     * With a grid for each of {@code channels}, whose own extremes are {@linkplain RangeResolver#cut cut} to the range; with one for all
     * where there are none.
     *
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public static ClipErrorCurve of(
            TensorStatistics statistics,
            List<TensorStatistics> channels,
            QuantSpec spec,
            int points,
            Cancellation cancellation) {
        List<TensorStatistics> parts = channels.isEmpty() ? List.of(statistics) : channels;
        List<GridError> errors = parts.stream().map(GridError::new).toList();
        List<Point> curve = new ArrayList<>(points);
        for (int i = 1; i <= points; i++) {
            cancellation.check();
            double fraction = (double) i / points;
            ClipRange range = RangeResolver.toGrid(
                    new ClipRange((float) (statistics.min() * fraction), (float) (statistics.max() * fraction)), spec);
            List<ClipRange> ranges = channels.isEmpty() ? List.of(range) : RangeResolver.cut(channels, spec, range);
            double noise = 0;
            double count = 0;
            for (int p = 0; p < parts.size(); p++) {
                noise +=
                        errors.get(p).mse(ranges.get(p), spec, 1) * parts.get(p).count();
                count += parts.get(p).count();
            }
            curve.add(new Point(fraction, range, GridError.sqnrDb(statistics.meanSquare(), noise / count)));
        }
        return new ClipErrorCurve(curve);
    }
}
