package dev.vernier.app.distribution;

import dev.vernier.engine.range.RangeResolver;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.List;

/** What the position of two handles means as ranges of a tensor or of its channels, and the other way round. */
final class ClipRanges {
    private ClipRanges() {}

    /** Whether {@code tensor} has one range for each channel under {@code spec}. */
    static boolean perChannel(TensorDistribution tensor, QuantSpec spec) {
        return spec.granularity() instanceof Granularity.PerChannel
                && !tensor.channels().isEmpty();
    }

    /** What {@code spec}'s rule chooses, one range or one for each channel. */
    static List<ClipRange> resolve(TensorDistribution tensor, QuantSpec spec) {
        if (spec.rule() instanceof RangeRule.Manual) {
            return ((RangeRule.Manual) spec.rule())
                    .ranges().stream().map(r -> RangeResolver.toGrid(r, spec)).toList();
        }
        if (!perChannel(tensor, spec)) {
            return List.of(RangeResolver.resolve(tensor.statistics(), spec));
        }
        return tensor.channels().stream()
                .map(s -> RangeResolver.resolve(s, spec))
                .toList();
    }

    /**
     * The limits {@code [low, high]} laid over the whole tensor: with one range they are it, with channels each channel's own extremes
     * are cut to them, so that narrow channels keep their fine grids.
     */
    static List<ClipRange> cut(TensorDistribution tensor, QuantSpec spec, double low, double high) {
        ClipRange limits = RangeResolver.toGrid(new ClipRange((float) low, (float) high), spec);
        return perChannel(tensor, spec) ? RangeResolver.cut(tensor.channels(), spec, limits) : List.of(limits);
    }

    /** {@code ranges} with the one of {@code channel} replaced. */
    static List<ClipRange> withChannel(List<ClipRange> ranges, QuantSpec spec, int channel, double low, double high) {
        List<ClipRange> out = new ArrayList<>(ranges);
        out.set(channel, RangeResolver.toGrid(new ClipRange((float) low, (float) high), spec));
        return out;
    }

    /** The smallest range that holds all of them: where the handles stand. */
    static ClipRange union(List<ClipRange> ranges) {
        return ranges.stream().reduce(ClipRange::union).orElseThrow();
    }
}
