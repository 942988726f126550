package dev.vernier.io.dataset;

import java.util.List;

/**
 * What is done to every stored number: {@code x' = (x · scale − mean) / std}, mean and std one for all or one a channel.
 *
 * @param mean one number, or one a channel in the order the network takes them
 * @param std like {@code mean}; never 0
 */
public record Normalization(double scale, List<Double> mean, List<Double> std) {
    /** Numbers as they are stored. */
    public static final Normalization NONE = new Normalization(1, List.of(0.0), List.of(1.0));

    public Normalization {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.isEmpty() || std.isEmpty()) {
            throw new IllegalArgumentException("mean and std need at least one number");
        }
        for (double s : std) {
            if (!(Math.abs(s) > 0) || Double.isInfinite(s)) {
                throw new IllegalArgumentException("std " + s + " cannot be divided by");
            }
        }
    }

    /** The number of channels that mean and std speak of, or 1 where they are the same for all. */
    public int channels() {
        return Math.max(mean.size(), std.size());
    }

    /** {@code x'} for a stored {@code x} of channel {@code channel}, in double and rounded to float once. */
    public float apply(double x, int channel) {
        return (float) ((x * scale - of(mean, channel)) / of(std, channel));
    }

    /** Whether every number stays as it is. */
    public boolean isIdentity() {
        return scale == 1 && mean.stream().allMatch(m -> m == 0) && std.stream().allMatch(s -> s == 1);
    }

    double mean(int channel) {
        return of(mean, channel);
    }

    double std(int channel) {
        return of(std, channel);
    }

    private static double of(List<Double> values, int channel) {
        return values.get(values.size() == 1 ? 0 : channel);
    }
}
