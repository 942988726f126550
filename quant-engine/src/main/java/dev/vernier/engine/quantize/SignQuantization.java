package dev.vernier.engine.quantize;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Binary and ternary weights, whose codes are signs and whose scale is a mean, not a range.
 *
 * <ul>
 *   <li>binary: -1 or +1 (0 counts as +1), scale the mean of |w|: Rastegari et al., XNOR-Net, 2016;
 *   <li>ternary: 0 where {@code |w| <= 0.7·mean|w|}, else the sign; scale the mean of the kept |w|: Li et al., Ternary Weight Networks,
 *       2016.
 * </ul>
 */
public final class SignQuantization {
    /** Share of the mean magnitude below which a ternary weight is 0. */
    public static final double TERNARY_THRESHOLD = 0.7;

    private SignQuantization() {}

    static QuantizedWeights quantize(
            TensorData weights, float[] values, ChannelLayout layout, int axis, QuantSpec spec) {
        if (spec.precision().isFloat()) {
            throw new VernierException(
                    "Weights in " + spec.precision().label() + " have no codes; choose an integer precision");
        }
        boolean binary = spec.precision() == Precision.BINARY;
        byte[] codes = new byte[layout.elements()];
        float[] scales = new float[layout.channels()];
        List<ClipRange> ranges = new ArrayList<>(scales.length);
        for (int c = 0; c < scales.length; c++) {
            double threshold = binary ? -1 : TERNARY_THRESHOLD * meanMagnitudeAbove(-1, values, layout, c);
            double mean = meanMagnitudeAbove(threshold, values, layout, c);
            scales[c] = mean < ScaleCalculator.MIN_SCALE ? ScaleCalculator.MIN_SCALE : (float) mean;
            ranges.add(new ClipRange(-scales[c], scales[c]));
            for (int o = 0; o < layout.outer(); o++) {
                int from = layout.offset(o, c);
                for (int i = from; i < from + layout.inner(); i++) {
                    codes[i] = (byte) (Math.abs(values[i]) > threshold ? (values[i] < 0 ? -1 : 1) : 0);
                }
            }
        }
        QuantType type = ScaleCalculator.codes(spec);
        QuantParams params = axis == QuantParams.PER_TENSOR
                ? QuantParams.perTensor(type, scales[0], 0)
                : QuantParams.perChannel(type, scales, new int[scales.length], axis);
        TensorData data = TensorData.ofBytes(DataType.INT4, weights.shape(), codes);
        return new QuantizedWeights(data, params, ranges, WeightError.of(values, data, layout, params));
    }

    private static double meanMagnitudeAbove(double threshold, float[] values, ChannelLayout layout, int channel) {
        double sum = 0;
        long count = 0;
        for (int o = 0; o < layout.outer(); o++) {
            int from = layout.offset(o, channel);
            for (int i = from; i < from + layout.inner(); i++) {
                double m = Math.abs(values[i]);
                if (m > threshold && m <= Float.MAX_VALUE) {
                    sum += m;
                    count++;
                }
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
