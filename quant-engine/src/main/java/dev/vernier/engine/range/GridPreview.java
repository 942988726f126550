package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.Histogram;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.quantize.Float8Quantization;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;

/**
 * What a grid does to a tensor, told from its histogram alone in microseconds: what follows the mouse while a handle moves.
 *
 * @param clippedLow share of values, 0 to 1, that the lowest code cuts off: more than half a step below it
 * @param clippedHigh share of values that the highest code cuts off
 * @param roundedToZero share of values that are not 0 but become 0
 * @param codesUsed how many codes at least one value takes (to the resolution of the histogram)
 * @param codes how many there are
 * @param mse mean squared error of clipping and rounding together
 * @param sqnrDb {@code 10·log10(mean(x²) / mse)}
 */
public record GridPreview(
        double clippedLow,
        double clippedHigh,
        double roundedToZero,
        int codesUsed,
        long codes,
        double mse,
        double sqnrDb) {

    /** @param params one scale for the tensor */
    public static GridPreview of(TensorStatistics statistics, QuantParams params) {
        params.scale(); // refuses parameters per channel
        return of(statistics, params, 0);
    }

    /**
     * Of one channel.
     *
     * @param statistics of that channel's values alone
     */
    public static GridPreview of(TensorStatistics statistics, QuantParams params, int channel) {
        double scale = params.scale(channel);
        int zeroPoint = params.zeroPoint(channel);
        int qMin = params.type().qMin();
        int qMax = params.type().qMax();
        double mse = new GridError(statistics).mse(params, channel);
        return new GridPreview(
                statistics.shareBelow((qMin - zeroPoint - 0.5) * scale),
                statistics.shareAbove((qMax - zeroPoint + 0.5) * scale),
                roundedToZero(statistics, scale, zeroPoint == qMin, zeroPoint == qMax),
                CodeUse.count(statistics, scale, zeroPoint, qMin, qMax),
                params.type().levels(),
                mse,
                GridError.sqnrDb(statistics.meanSquare(), mse));
    }

    /** Of floats of 8 bits times {@code scale}. */
    public static GridPreview of(TensorStatistics statistics, Float8 format, float scale) {
        return Float8Preview.of(statistics, format, scale);
    }

    /** Of the numbers that {@code spec} has in {@code range}. */
    public static GridPreview of(TensorStatistics statistics, ClipRange range, QuantSpec spec) {
        return spec.precision().isScaledFloat()
                ? of(
                        statistics,
                        Float8Quantization.format(spec.precision()),
                        Float8Quantization.scale(range, Float8Quantization.format(spec.precision())))
                : of(statistics, ScaleCalculator.perTensor(range, spec));
    }

    /** Where 0 is the grid's lowest value negative values become 0 whatever their size, and likewise at the other end. */
    private static double roundedToZero(
            TensorStatistics statistics, double scale, boolean zeroIsLowest, boolean zeroIsHighest) {
        Histogram h = statistics.histogram();
        double below = zeroIsHighest ? h.total() : h.countBelow(scale / 2);
        double from = zeroIsLowest ? 0 : h.countBelow(-scale / 2);
        return statistics.count() == 0 ? 0 : (below - from) / statistics.count();
    }
}
