package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.spec.ClipRange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The channels of a tensor beside each other: what one scale for all of them would cost the narrow ones.
 *
 * @param ranges {@code ranges[channel]}: the channel's extremes, widened to hold 0
 * @param medianWidth of the ranges
 */
public record ChannelRanges(List<ClipRange> ranges, double medianWidth) {
    public ChannelRanges {
        ranges = List.copyOf(ranges);
    }

    private static ChannelRanges of(List<ClipRange> ranges) {
        double[] widths =
                ranges.stream().mapToDouble(ChannelRanges::width).sorted().toArray();
        int n = widths.length;
        return new ChannelRanges(ranges, n == 0 ? 0 : (widths[(n - 1) / 2] + widths[n / 2]) / 2);
    }

    /** Of an activation; without channels where the tensor has none. */
    public static ChannelRanges of(TensorStatistics statistics) {
        List<ClipRange> ranges = new ArrayList<>(statistics.channels());
        for (int c = 0; c < statistics.channels(); c++) {
            ranges.add(new ClipRange(statistics.channelMin(c), statistics.channelMax(c)).withZero());
        }
        return of(ranges);
    }

    /** Of weights. */
    public static ChannelRanges of(float[] values, ChannelLayout layout) {
        return of(TensorStatistics.of(values, layout));
    }

    /** Width of a channel's range over the median width: 1 is ordinary. NaN where the median is 0. */
    public double overMedian(int channel) {
        return medianWidth == 0 ? Double.NaN : width(ranges.get(channel)) / medianWidth;
    }

    /** Channels whose range is more than {@code factor} times the median, widest first. */
    public List<Integer> outliers(double factor) {
        return IntStream.range(0, ranges.size())
                .filter(c -> width(ranges.get(c)) > factor * medianWidth)
                .boxed()
                .sorted((a, b) -> Double.compare(width(ranges.get(b)), width(ranges.get(a))))
                .collect(Collectors.toUnmodifiableList());
    }

    private static double width(ClipRange range) {
        return (double) range.high() - range.low();
    }
}
