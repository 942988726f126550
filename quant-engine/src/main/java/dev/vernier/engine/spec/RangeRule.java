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

    /** Taken from the values themselves while the model runs, one range for each sample (activations only). */
    record AtRunTime() implements RangeRule {}
}
