package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.Histogram;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.Float8;

/** What floats of 8 bits do to a tensor, told from its histogram. */
final class Float8Preview {
    private Float8Preview() {}

    static GridPreview of(TensorStatistics statistics, Float8 format, float scale) {
        int last = format.encode(format.max());
        double[] ends = new double[last + 1];
        for (int i = 0; i < last; i++) {
            ends[i] = scale * ((double) format.decode((byte) i) + format.decode((byte) (i + 1))) / 2;
        }
        double lastStep = (double) format.max() - format.decode((byte) (last - 1));
        ends[last] = scale * (format.max() + lastStep / 2);
        Histogram h = statistics.histogram();
        double used = statistics.zeros() + h.countBelow(ends[0]) - h.countBelow(-ends[0]) > 0 ? 1 : 0;
        for (int i = 1; i <= last; i++) {
            double to = i == last ? Double.POSITIVE_INFINITY : ends[i];
            boolean narrow = h.binWidth() < ends[i] - ends[i - 1];
            used += use(h.countBelow(to) - h.countBelow(ends[i - 1]), narrow);
            used += use(h.countBelow(-ends[i - 1]) - h.countBelow(-to), narrow);
        }
        double mse = new GridError(statistics).mse(format, scale);
        double toZero = h.countBelow(ends[0]) - h.countBelow(-ends[0]);
        return new GridPreview(
                statistics.shareBelow(-ends[last]),
                statistics.shareAbove(ends[last]),
                statistics.count() == 0 ? 0 : toZero / statistics.count(),
                (int) Math.rint(used),
                2L * last + 1,
                mse,
                GridError.sqnrDb(statistics.meanSquare(), mse));
    }

    /** Whether a number is met, as far as counts tell: of bins wider than its cell, how probably. */
    private static double use(double count, boolean narrow) {
        return narrow ? Math.min(1, count) : -Math.expm1(-count);
    }
}
