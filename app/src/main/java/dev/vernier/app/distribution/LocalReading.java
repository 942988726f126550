package dev.vernier.app.distribution;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.range.GridPreview;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import java.util.List;

/**
 * What clipping ranges do to one tensor, told from its histograms: the numbers under the plot. Immutable.
 *
 * @param smallestScale of all channels; equal to {@code largestScale} for one scale
 * @param zeroPoint of the first channel
 * @param scales how many scales there are
 * @param clippedLow share of all values below their range, 0 to 1
 * @param clippedHigh share above
 * @param roundedToZero share of values that are not 0 but become 0
 * @param codesUsed codes that at least one value takes; with channels the mean of them
 * @param codes how many codes there are
 * @param sqnrDb of the whole tensor
 */
public record LocalReading(
        double smallestScale,
        double largestScale,
        int zeroPoint,
        int scales,
        double clippedLow,
        double clippedHigh,
        double roundedToZero,
        double codesUsed,
        long codes,
        double sqnrDb) {

    /** The whole tensor, with one range or one for each channel. */
    static LocalReading of(TensorDistribution tensor, QuantSpec spec, List<ClipRange> ranges) {
        return ranges.size() == 1 || tensor.channels().isEmpty()
                ? of(List.of(tensor.statistics()), spec, ranges.subList(0, 1))
                : of(tensor.channels(), spec, ranges);
    }

    /** @param ranges one for each of {@code parts} */
    static LocalReading of(List<TensorStatistics> parts, QuantSpec spec, List<ClipRange> ranges) {
        double count = 0;
        double low = 0;
        double high = 0;
        double zero = 0;
        double used = 0;
        double noise = 0;
        double signal = 0;
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        GridPreview first = null;
        for (int c = 0; c < parts.size(); c++) {
            TensorStatistics s = parts.get(c);
            ClipRange range = ranges.get(c);
            float scale = ScaleCalculator.scale(range, spec);
            GridPreview p = GridPreview.of(s, range, spec);
            first = first == null ? p : first;
            count += s.count();
            low += p.clippedLow() * s.count();
            high += p.clippedHigh() * s.count();
            zero += p.roundedToZero() * s.count();
            noise += p.mse() * s.count();
            signal += s.meanSquare() * s.count();
            used += p.codesUsed();
            smallest = Math.min(smallest, scale);
            largest = Math.max(largest, scale);
        }
        double n = Math.max(1, count);
        return new LocalReading(
                smallest,
                largest,
                zeroPoint(ranges.get(0), spec),
                parts.size(),
                low / n,
                high / n,
                zero / n,
                used / parts.size(),
                first.codes(),
                noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise));
    }

    /**
     * Weights whose scales follow from no range of the whole tensor or of a channel: signs, and blocks. What is not known is NaN.
     */
    static LocalReading of(QuantizedLayer layer, QuantSpec spec) {
        boolean signs = !spec.precision().hasRange();
        boolean ternary = spec.precision() == Precision.TERNARY;
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (ClipRange range : layer.weightRanges()) {
            double scale = signs ? range.high() : ScaleCalculator.scale(range, spec);
            smallest = Math.min(smallest, scale);
            largest = Math.max(largest, scale);
        }
        double clipped = layer.weightError().map(TensorError::clippedShare).orElse(Double.NaN);
        return new LocalReading(
                smallest,
                largest,
                0,
                layer.weightRanges().size(),
                signs || clipped == 0 ? 0 : Double.NaN,
                signs || clipped == 0 ? 0 : Double.NaN,
                spec.precision() == Precision.BINARY ? 0 : Double.NaN,
                signs ? (ternary ? 3 : 2) : Double.NaN,
                signs ? (ternary ? 3 : 2) : ScaleCalculator.levels(spec),
                layer.weightError().map(TensorError::sqnrDb).orElse(Double.NaN));
    }

    private static int zeroPoint(ClipRange range, QuantSpec spec) {
        return spec.precision().isScaledFloat()
                ? 0
                : ScaleCalculator.perTensor(range, spec).zeroPoint();
    }

    public double inRange() {
        return 1 - clippedLow - clippedHigh;
    }
}
