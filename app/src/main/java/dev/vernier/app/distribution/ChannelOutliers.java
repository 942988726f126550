package dev.vernier.app.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Channels so much wider than the rest that a range for all of them spends most codes on those few. */
record ChannelOutliers(List<Outlier> outliers) {
    private static final double TIMES_THE_MEDIAN = 4;

    /** @param timesMedian how many times the median channel's magnitude */
    record Outlier(int channel, double timesMedian) {}

    /** Worst first. */
    static ChannelOutliers of(TensorDistribution tensor) {
        int n = tensor.channelCount();
        double[] magnitudes = new double[n];
        for (int c = 0; c < n; c++) {
            magnitudes[c] = tensor.channelMagnitude(c);
        }
        double[] sorted = magnitudes.clone();
        Arrays.sort(sorted);
        double median = n == 0 ? 0 : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
        List<Outlier> found = new ArrayList<>();
        for (int c = 0; c < n && median > 0; c++) {
            if (magnitudes[c] >= TIMES_THE_MEDIAN * median) {
                found.add(new Outlier(c, magnitudes[c] / median));
            }
        }
        found.sort(Comparator.comparingDouble(Outlier::timesMedian).reversed());
        return new ChannelOutliers(found);
    }
}
