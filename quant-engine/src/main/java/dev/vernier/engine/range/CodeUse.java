package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.Histogram;
import dev.vernier.engine.calibrate.TensorStatistics;

/**
 * How many codes of a grid at least one value takes, as far as a histogram tells: a bin narrower than a step takes the code of its
 * middle; {@code n} values of a wider bin are expected to meet {@code m·(1 - (1 - 1/m)ⁿ)} of its {@code m} codes.
 */
final class CodeUse {
    private CodeUse() {}

    static int count(TensorStatistics statistics, double scale, int zeroPoint, int qMin, int qMax) {
        double perScale = 1 / scale;
        Histogram h = statistics.histogram();
        boolean hasZeros = statistics.zeros() > 0;
        double used = hasZeros ? 1 : 0;
        long last = Long.MIN_VALUE;
        for (int i = 0; i < h.bins(); i++) {
            if (h.count(i) == 0) {
                continue;
            }
            double from = Math.max(statistics.min(), h.lowerEdge(i));
            double to = Math.min(statistics.max(), h.lowerEdge(i + 1));
            boolean narrow = h.binWidth() < scale;
            long first = code(narrow ? (from + to) / 2 : from, perScale, zeroPoint, qMin, qMax);
            long end = narrow ? first : code(to, perScale, zeroPoint, qMin, qMax);
            first = Math.max(first, last + 1);
            if (end >= first) {
                boolean alreadyCounted = hasZeros && first <= zeroPoint && zeroPoint <= end;
                used += expectedDistinct(h.count(i), end - first + 1 - (alreadyCounted ? 1 : 0));
                last = end;
            }
        }
        return (int) Math.min((long) qMax - qMin + 1, (long) Math.rint(used));
    }

    private static double expectedDistinct(long values, long codes) {
        return codes <= 0 ? 0 : -codes * Math.expm1(values * Math.log1p(-1.0 / codes));
    }

    private static long code(double x, double perScale, int zeroPoint, int qMin, int qMax) {
        return (long) Math.max(qMin, Math.min(qMax, Math.rint(x * perScale) + zeroPoint));
    }
}
