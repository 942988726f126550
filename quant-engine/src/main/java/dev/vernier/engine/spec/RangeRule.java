package dev.vernier.engine.spec;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;

/** How a clipping range is chosen from what the data showed; {@code permits} is the list people pick from. */
public sealed interface RangeRule {
    RangeRule MIN_MAX = new MinMax();
    RangeRule MOVING_AVERAGE = new MovingAverage(0.01);
    RangeRule LEAST_SQUARED_ERROR = new LeastSquaredError();
    RangeRule SQNR = new Sqnr(1);
    RangeRule ENTROPY = new Entropy();

    /** As people read it: {@code min-max}, {@code percentile 99.99}, {@code least squared error}, …. */
    String label();

    /** The extremes of the data. */
    record MinMax() implements RangeRule {
        @Override
        public String label() {
            return "min-max";
        }
    }

    /**
     * The extremes of single samples, averaged with weights that fall off into the past of the calibration ({@code
     * MovingAverageMinMaxObserver} of PyTorch). Of weights, the extremes.
     *
     * @param constant what the newest sample counts, above 0, at most 1: 0.01 in PyTorch
     */
    record MovingAverage(double constant) implements RangeRule {
        public MovingAverage {
            if (!(constant > 0 && constant <= 1)) {
                throw new IllegalArgumentException("averaging constant " + constant + " is not above 0 and at most 1");
            }
        }

        @Override
        public String label() {
            return "moving average "
                    + new DecimalFormat("0.######", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(constant);
        }
    }

    /**
     * The range that {@code percent} of the values lie in; half of the rest is clipped at either end, but one-sided data keep 0 and
     * all of the rest is clipped at the other end.
     *
     * @param percent above 50, at most 100
     */
    record Percentile(double percent) implements RangeRule {
        public Percentile {
            if (!(percent > 50 && percent <= 100)) {
                throw new IllegalArgumentException("percentile " + percent + " is not above 50 and at most 100");
            }
        }

        @Override
        public String label() {
            return "percentile "
                    + new DecimalFormat("0.######", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(percent);
        }
    }

    /** The range with the least mean squared error of clipping and rounding together, searched on the histogram. */
    record LeastSquaredError() implements RangeRule {
        @Override
        public String label() {
            return "least squared error";
        }
    }

    /**
     * The range with the highest signal to quantization noise ratio, searched on the histogram; the noise of clipping counts so many times
     * that of rounding. Counted once it is the range of {@link LeastSquaredError}, since the signal does not depend on the range; AIMET's
     * analyzer of that name counts it 3 times ({@code SqnrEncodingAnalyzer}, gamma).
     *
     * @param clippingWeight at least 1
     */
    record Sqnr(double clippingWeight) implements RangeRule {
        public Sqnr {
            if (!(clippingWeight >= 1 && clippingWeight <= 1e6)) {
                throw new IllegalArgumentException(
                        "weight " + clippingWeight + " of clipping is not between 1 and 1000000");
            }
        }

        @Override
        public String label() {
            return clippingWeight == 1
                    ? "SQNR"
                    : "SQNR, clipping ×"
                            + new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT))
                                    .format(clippingWeight);
        }
    }

    /**
     * The range with the least Kullback-Leibler divergence between the values and the values on the grid: TensorRT's calibrator
     * (Migacz, 8-bit inference with TensorRT, GTC 2017).
     */
    record Entropy() implements RangeRule {
        @Override
        public String label() {
            return "entropy (KL)";
        }
    }

    /**
     * The symmetric clip value at which the noise of rounding and that of clipping balance, by fixed-point iteration (Sakr et al.,
     * Optimal Clipping and Magnitude-aware Differentiation, ICML 2022).
     */
    record Octav() implements RangeRule {
        @Override
        public String label() {
            return "OCTAV";
        }
    }

    /**
     * So many standard deviations to either side of the mean.
     *
     * @param deviations above 0
     */
    record MeanDeviations(double deviations) implements RangeRule {
        public MeanDeviations {
            if (!(deviations > 0 && deviations <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException(deviations + " standard deviations are not a positive number");
            }
        }

        @Override
        public String label() {
            return "mean ± "
                    + new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(deviations)
                    + "σ";
        }
    }

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

        @Override
        public String label() {
            return "manual";
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

        @Override
        public String label() {
            return "given";
        }

        public static Given of(int bits, float scale, int zeroPoint) {
            return new Given(bits, List.of(scale), List.of(zeroPoint));
        }
    }

    /** Taken from the values themselves while the model runs, one range for each sample (activations only). */
    record AtRunTime() implements RangeRule {
        @Override
        public String label() {
            return "at run time";
        }
    }
}
