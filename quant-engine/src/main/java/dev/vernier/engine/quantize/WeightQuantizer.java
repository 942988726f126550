package dev.vernier.engine.quantize;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.range.RangeResolver;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LearnedRounding;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.tensor.ParallelLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Float weights to codes. A pure function of its arguments, so that its results can be kept. */
public final class WeightQuantizer {
    private WeightQuantizer() {}

    /**
     * Chooses clipping ranges by {@code spec}'s rule, then scales, then codes.
     *
     * @param weights of any floating type
     * @param channelAxis axis of the output channels; negative counts from the end
     * @param spec an integer, ternary or binary precision, per tensor or per channel; {@link RowWeights} are for the others
     * @throws VernierException if the rule does not suit weights
     */
    public static QuantizedWeights quantize(TensorData weights, int channelAxis, QuantSpec spec) {
        return quantize(weights, channelAxis, spec, new float[0]);
    }

    /**
     * The same with a lower bound on scales, such as {@link BiasQuantizer#smallestWeightScale} gives, so that the bias of a channel
     * with tiny weights does not saturate.
     *
     * @param smallestScales {@code [channel]}, or empty for no bound; of a tensor with one scale the largest counts
     */
    public static QuantizedWeights quantize(
            TensorData weights, int channelAxis, QuantSpec spec, float[] smallestScales) {
        boolean perChannel = spec.granularity() instanceof Granularity.PerChannel;
        int axis = channelAxis < 0 ? channelAxis + weights.shape().rank() : channelAxis;
        ChannelLayout layout = perChannel
                ? ChannelLayout.of(weights.shape(), axis)
                : ChannelLayout.oneChannel(Math.toIntExact(weights.elementCount()));
        float[] values = weights.toFloats();
        if (!spec.precision().isInteger()) {
            return SignQuantization.quantize(weights, values, layout, perChannel ? axis : QuantParams.PER_TENSOR, spec);
        }
        List<ClipRange> ranges = ranges(values, layout, spec);
        Optional<QuantParams> given = GivenGrid.of(spec, perChannel ? axis : QuantParams.PER_TENSOR, layout.channels());
        QuantParams params = given.orElseGet(() -> perChannel
                ? ScaleCalculator.perChannel(ranges, spec, axis)
                : ScaleCalculator.perTensor(ranges.get(0), spec));
        if (smallestScales.length > 0 && spec.symmetric() && given.isEmpty()) {
            params = raised(params, smallestScales);
        }
        TensorData codes = AffineQuantization.quantize(weights, params, spec.rounding());
        return new QuantizedWeights(codes, params, ranges, WeightError.of(values, codes, layout, params));
    }

    /** The same weights on the same grid as {@code nearest}, rounded up or down as was learned. */
    static QuantizedWeights rounded(TensorData weights, QuantizedWeights nearest, LearnedRounding rounding) {
        TensorData codes = AffineQuantization.quantize(weights, nearest.params(), rounding);
        ChannelLayout layout = ChannelLayout.of(weights.shape(), nearest.params());
        return new QuantizedWeights(
                codes,
                nearest.params(),
                nearest.ranges(),
                WeightError.of(weights.toFloats(), codes, layout, nearest.params()));
    }

    /**
     * The clipping range of each channel of {@code layout}.
     *
     * @return {@code layout.channels()} ranges
     */
    static List<ClipRange> ranges(float[] values, ChannelLayout layout, QuantSpec spec) {
        RangeRule rule = spec.rule();
        if (rule instanceof RangeRule.AtRunTime) {
            throw new VernierException("Weights cannot take their range at run time; choose another range rule");
        }
        if (rule instanceof RangeRule.Given) {
            return GivenGrid.ranges((RangeRule.Given) rule, spec, layout.channels());
        }
        if (rule instanceof RangeRule.Manual) {
            return manual(((RangeRule.Manual) rule).ranges(), layout.channels(), spec);
        }
        if (rule instanceof RangeRule.MinMax) {
            return extremes(values, layout, spec);
        }
        ClipRange[] ranges = new ClipRange[layout.channels()];
        ParallelLoop.run(ranges.length, 1, (from, to) -> {
            for (int c = (int) from; c < to; c++) {
                float[] channel = layout.channels() == 1 ? values : layout.gather(values, c);
                ranges[c] = RangeResolver.resolve(TensorStatistics.of(channel), spec);
            }
        });
        return List.of(ranges);
    }

    private static List<ClipRange> manual(List<ClipRange> given, int channels, QuantSpec spec) {
        if (given.size() != 1 && given.size() != channels) {
            throw new VernierException(given.size() + " clipping ranges were set by hand for weights with " + channels
                    + (channels == 1 ? " range" : " channels") + "; give one, or one for each");
        }
        List<ClipRange> ranges = new ArrayList<>(channels);
        for (int c = 0; c < channels; c++) {
            ranges.add(RangeResolver.toGrid(given.get(given.size() == 1 ? 0 : c), spec));
        }
        return ranges;
    }

    /** Smallest and largest finite value of each channel, without statistics: most weights are quantized so. */
    private static List<ClipRange> extremes(float[] values, ChannelLayout layout, QuantSpec spec) {
        float[] low = new float[layout.channels()];
        float[] high = new float[layout.channels()];
        for (int o = 0; o < layout.outer(); o++) {
            for (int c = 0; c < low.length; c++) {
                int from = layout.offset(o, c);
                for (int i = from; i < from + layout.inner(); i++) {
                    if (Math.abs(values[i]) <= Float.MAX_VALUE) {
                        low[c] = Math.min(low[c], values[i]);
                        high[c] = Math.max(high[c], values[i]);
                    }
                }
            }
        }
        List<ClipRange> ranges = new ArrayList<>(low.length);
        for (int c = 0; c < low.length; c++) {
            ranges.add(RangeResolver.toGrid(new ClipRange(low[c], high[c]), spec));
        }
        return ranges;
    }

    private static QuantParams raised(QuantParams params, float[] smallest) {
        float[] scales = params.scales();
        for (int i = 0; i < smallest.length; i++) {
            int c = params.isPerChannel() ? i : 0;
            scales[c] = Math.max(scales[c], smallest[i]);
        }
        return params.isPerChannel()
                ? QuantParams.perChannel(params.type(), scales, params.zeroPoints(), params.axis())
                : QuantParams.perTensor(params.type(), scales[0], params.zeroPoint());
    }
}
