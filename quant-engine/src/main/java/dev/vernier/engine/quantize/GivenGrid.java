package dev.vernier.engine.quantize;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Grids whose scales and zero points are {@linkplain RangeRule.Given given}, taken to the last bit. */
final class GivenGrid {
    private GivenGrid() {}

    /**
     * The given grid.
     *
     * @param axis the channel axis, or {@link QuantParams#PER_TENSOR}
     * @param channels how many scales there must be
     * @return empty where {@code spec} gives none, or gives one for codes of another width
     * @throws VernierException if the numbers are no grid of the specified codes
     */
    static Optional<QuantParams> of(QuantSpec spec, int axis, int channels) {
        if (!(spec.rule() instanceof RangeRule.Given) || !spec.precision().isInteger()) {
            return Optional.empty();
        }
        RangeRule.Given given = (RangeRule.Given) spec.rule();
        if (given.bits() != spec.precision().bits()) {
            return Optional.empty();
        }
        checkCount(given, channels);
        return Optional.of(params(given, ScaleCalculator.codes(spec), axis));
    }

    /**
     * The ranges that the given codes cover, one for each scale: what a given rule means at another width.
     *
     * @throws VernierException as {@link #of}
     */
    static List<ClipRange> ranges(RangeRule.Given given, QuantSpec spec, int channels) {
        checkCount(given, channels);
        QuantType type = QuantType.signed(given.bits(), spec.narrowRange());
        QuantParams params = params(given, type, channels == 1 ? QuantParams.PER_TENSOR : 0);
        List<ClipRange> ranges = new ArrayList<>(channels);
        for (int c = 0; c < channels; c++) {
            ranges.add(ScaleCalculator.covered(params, c));
        }
        return ranges;
    }

    private static void checkCount(RangeRule.Given given, int channels) {
        if (given.scales().size() != channels) {
            throw new VernierException("The plan gives " + given.scales().size() + " scales to a tensor that has "
                    + channels + "; use a plan made for this model");
        }
    }

    private static QuantParams params(RangeRule.Given given, QuantType type, int axis) {
        float[] scales = new float[given.scales().size()];
        int[] zeroPoints = new int[scales.length];
        for (int c = 0; c < scales.length; c++) {
            scales[c] = given.scales().get(c);
            zeroPoints[c] = given.zeroPoints().get(c);
        }
        try {
            return axis == QuantParams.PER_TENSOR
                    ? QuantParams.perTensor(type, scales[0], zeroPoints[0])
                    : QuantParams.perChannel(type, scales, zeroPoints, axis);
        } catch (IllegalArgumentException e) {
            throw new VernierException(
                    "The plan gives numbers that are no grid: " + e.getMessage() + "; choose another range rule", e);
        }
    }
}
