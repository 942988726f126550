package dev.vernier.engine.spec;

import java.util.List;

/** How a clipping range is chosen from what the data showed; {@code permits} is the list people pick from. */
public sealed interface RangeRule {
    RangeRule MIN_MAX = new MinMax();
    RangeRule LEAST_SQUARED_ERROR = new LeastSquaredError();

    /** The extremes of the data. */
    record MinMax() implements RangeRule {}

    /**
     * The range that {@code percent} of the values lie in; half of the rest is clipped at either end, and one-sided data keep 0.
     *
     * @param percent above 50, at most 100
     */
    record Percentile(double percent) implements RangeRule {
        public Percentile {
            if (!(percent > 50 && percent <= 100)) {
                throw new IllegalArgumentException("percentile " + percent + " is not above 50 and at most 100");
            }
        }
    }

    /** The range with the least mean squared error of clipping and rounding together, searched on the histogram. */
    record LeastSquaredError() implements RangeRule {}

    /**
     * Set by hand.
     *
     * @param ranges one for the tensor, or one for each channel
     */
    record Manual(List<ClipRange> ranges) implements RangeRule {
        public Manual {
            ranges = List.copyOf(ranges);
            if (ranges.isEmpty()) {
                throw new IllegalArgumentException("a manual rule needs a range");
            }
        }

        public static Manual of(float low, float high) {
            return new Manual(List.of(new ClipRange(low, high)));
        }
    }

    /**
     * Scales and zero points as numbers, such as a quantized file has them. At {@code bits} bits they are taken as they are; at another
     * width the rule means the range that the codes of {@code bits} bits cover.
     *
     * @param bits width of the signed codes that the numbers are for
     * @param scales one for the tensor, or one for each channel
     * @param zeroPoints as many as scales
     */
    record Given(int bits, List<Float> scales, List<Integer> zeroPoints) implements RangeRule {
        public Given {
            scales = List.copyOf(scales);
            zeroPoints = List.copyOf(zeroPoints);
            if (scales.isEmpty() || scales.size() != zeroPoints.size()) {
                throw new IllegalArgumentException(scales.size() + " scales and " + zeroPoints.size() + " zero points");
            }
        }

        public static Given of(int bits, float scale, int zeroPoint) {
            return new Given(bits, List.of(scale), List.of(zeroPoint));
        }
    }

    /** Taken from the values themselves while the model runs, one range for each sample (activations only). */
    record AtRunTime() implements RangeRule {}
}
