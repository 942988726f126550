package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.Histogram;
import dev.vernier.engine.calibrate.TensorStatistics;

/** A unit Gaussian, or a part of it, without sampling noise: counts in proportion to its density. */
final class GaussianDensity {
    private GaussianDensity() {}

    static TensorStatistics statistics(int from, int to) {
        double width = 1 / 256.0;
        long[] counts = new long[(to - from) * 256];
        long total = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < counts.length; i++) {
            double x = from + (i + 0.5) * width;
            counts[i] = Math.round(1e15 * width * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI));
            total += counts[i];
            sum += counts[i] * x;
            squares += counts[i] * (x * x + width * width / 12);
        }
        Histogram histogram = new Histogram(from, width, counts);
        return new TensorStatistics(
                total, from, to, sum / total, squares / total, 0, 0, histogram, new float[0], new float[0]);
    }
}
