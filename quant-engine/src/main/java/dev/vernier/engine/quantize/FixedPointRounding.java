package dev.vernier.engine.quantize;

import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.FixedPointRescale;
import dev.vernier.engine.graph.op.GlobalAveragePool;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.RoundAwayFrom;
import java.util.Optional;

/**
 * How TensorFlow Lite's int8 kernels round a result.
 *
 * <p>A sum of products is brought to the result's scale in fixed point, rounding twice (gemmlowp, {@code MultiplyByQuantizedMultiplier}):
 * the factor {@code M = scaleIn · scaleWeights / scaleOut} is written {@code m · 2^-shift} with {@code m} in [1/2, 1). The product with
 * {@code m}, which counts steps of {@code scaleOut · 2^-shift}, is rounded first; the shift by {@code shift} bits is rounded again, halfway
 * cases up. So a value just below the middle between two codes goes up, too: about one in {@code 2^(shift + 1)} answers differs from
 * rounding once, and a deep network amplifies that.
 *
 * <p>An average is the sum of codes divided by their number, halfway cases away from code 0.
 */
final class FixedPointRounding {
    /** The zero points are 0 and the steps are many; no code of this type is ever stored. */
    private static final QuantType STEPS = QuantType.signed(24, true);

    /** Beyond it the first rounding is finer than the noise of the sum in single precision. */
    private static final int MAX_SHIFT = 14;

    /** Finer than the averages of any window differ. */
    private static final int AVERAGE_SHIFT = 10;

    private FixedPointRounding() {}

    /** What happens to the layer's result before it is put on {@code output}, if anything does. */
    static Optional<Op> before(Layer layer, QuantParams input, Optional<QuantParams> weights, QuantParams output) {
        Op op = layer.node().orElseThrow().op();
        if (op instanceof AveragePool || op instanceof GlobalAveragePool) {
            float origin = AffineQuantization.dequantize(0, output.scale(), output.zeroPoint());
            return input.equals(output)
                    ? Optional.of(new RoundAwayFrom(origin, Math.scalb(output.scale(), -AVERAGE_SHIFT)))
                    : Optional.empty();
        }
        return weights.flatMap(w -> steps(input.scale(), w.scales(), output.scale(), channelAxis(layer, op)))
                .map(FixedPointRescale::new);
    }

    /**
     * The steps that the sum is rounded to first.
     *
     * @param weights scales of the weights, one or one a channel
     * @param channelAxis axis of the result that the weights' channels run along
     * @return empty where the factor is not below 1, so that nothing is rounded twice
     */
    static Optional<QuantParams> steps(float input, float[] weights, float output, int channelAxis) {
        float[] scales = new float[weights.length];
        boolean roundsTwice = false;
        for (int c = 0; c < scales.length; c++) {
            double factor = (double) input * weights[c] / output;
            int shift = -(Math.getExponent(factor) + 1);
            roundsTwice |= shift > 0;
            scales[c] = Math.scalb(output, -Math.max(0, Math.min(MAX_SHIFT, shift)));
        }
        if (!roundsTwice) {
            return Optional.empty();
        }
        return Optional.of(
                scales.length == 1
                        ? QuantParams.perTensor(STEPS, scales[0], 0)
                        : QuantParams.perChannel(STEPS, scales, new int[scales.length], channelAxis));
    }

    private static int channelAxis(Layer layer, Op op) {
        int rank = layer.output().shape().rank();
        if (op instanceof Conv) {
            return ((Conv) op).layout().channelAxis(rank);
        }
        return op instanceof ConvTranspose ? ((ConvTranspose) op).layout().channelAxis(rank) : rank - 1;
    }
}
