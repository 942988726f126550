package dev.vernier.engine.quantize;

import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.spec.Rounding;

/**
 * A bias to int32 with scale {@code inputScale · weightScale[channel]} and zero point 0, so that it adds to the integer accumulator
 * as it is.
 */
public final class BiasQuantizer {
    private BiasQuantizer() {}

    /**
     * @param bias {@code [channels]}
     * @param weights grid of the weights: one scale, or one for each element of {@code bias}
     */
    public static QuantizedBias quantize(TensorData bias, float inputScale, QuantParams weights, Rounding rounding) {
        float[] scales = new float[weights.channels()];
        for (int c = 0; c < scales.length; c++) {
            scales[c] = Math.min(Float.MAX_VALUE, Math.max(Float.MIN_NORMAL, inputScale * weights.scale(c)));
        }
        QuantParams params = weights.isPerChannel()
                ? QuantParams.perChannel(QuantType.INT32, scales, new int[scales.length], 0)
                : QuantParams.perTensor(QuantType.INT32, scales[0], 0);
        TensorData codes = AffineQuantization.quantize(bias, params, rounding);
        int saturated = 0;
        float[] values = bias.toFloats();
        for (int i = 0; i < values.length; i++) {
            double exact = values[i] / (double) scales[weights.isPerChannel() ? i : 0];
            saturated += Math.abs(exact) > Integer.MAX_VALUE + 0.5 ? 1 : 0;
        }
        return new QuantizedBias(codes, params, saturated);
    }

    /**
     * The weight scales below which the bias would saturate: {@code |bias[channel]| / (inputScale · 2³⁰)}, one bit of the 32 left for
     * the products that are added to it.
     *
     * <p>ONNX Runtime's and TensorFlow Lite's quantizers raise the weight scale of such a channel likewise. Its weights are so small
     * beside the bias that rounding them coarsely costs nothing.
     *
     * @return {@code [channel]}
     */
    public static float[] smallestWeightScale(TensorData bias, float inputScale) {
        float[] smallest = bias.toFloats();
        for (int c = 0; c < smallest.length; c++) {
            double s = Math.abs(smallest[c]) / (inputScale * 0x1p30);
            smallest[c] = s <= Float.MAX_VALUE ? (float) s : 0;
        }
        return smallest;
    }
}
