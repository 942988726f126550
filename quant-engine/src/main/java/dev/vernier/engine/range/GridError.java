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
 * The mean squared error a grid has on a tensor, from the tensor's histogram, fast enough to be asked for thousands of grids.
 *
 * <p>Values are taken to be spread evenly within their bin, and the error is integrated over the bin, exactly. With {@code u = x / scale}
 * and {@code r = round(u)} the rounding error {@code scale²·(u - r)²} has the antiderivative {@code scale³·(r/12 + (u - r)³/3)}; beyond
 * the end {@code e} of the grid the clipping error {@code (x - e)²} has {@code (x - e)³/3}. So it does not matter how bins and steps
 * compare: where bins are much wider the mean is step²/12, where they are narrower it follows the steps. Zeros, which the histogram
 * leaves out, have no error. For floats of 8 bits see {@link Float8Steps}.
 */
final class GridError {
    private final long count;
    private final double meanSquare;
    /** Edges and density of the bins that hold something. */
    private final double[] lower;

    private final double[] upper;
    private final double[] perUnit;

    GridError(TensorStatistics statistics) {
        Histogram h = statistics.histogram();
        int used = 0;
        for (int i = 0; i < h.bins(); i++) {
            used += h.count(i) > 0 ? 1 : 0;
        }
        count = statistics.count();
        meanSquare = statistics.meanSquare();
        lower = new double[used];
        upper = new double[used];
        perUnit = new double[used];
        int k = 0;
        for (int i = 0; i < h.bins(); i++) {
            if (h.count(i) > 0) {
                // The outermost bins reach beyond what the data showed; values do not.
                lower[k] = Math.max(h.lowerEdge(i), statistics.min());
                upper[k] = Math.min(h.lowerEdge(i + 1), statistics.max());
                if (!(upper[k] - lower[k] > h.binWidth() * 1e-3)) {
                    // All values of the bin are one: keep a sliver of it around that value, inside the bin.
                    upper[k] = Math.min(h.lowerEdge(i + 1), lower[k] + h.binWidth() * 1e-3);
                    lower[k] = Math.max(h.lowerEdge(i), upper[k] - h.binWidth() * 1e-3);
                }
                perUnit[k] = h.count(i) / (upper[k] - lower[k]);
                k++;
            }
        }
    }

    /** Mean of the squared differences over all values, those that are 0 included. */
    double mse(QuantParams params) {
        return mse(params, 0);
    }

    /** The same for the grid of one channel. */
    double mse(QuantParams params, int channel) {
        return mse(params, channel, 1);
    }

    /** The same for floats of 8 bits times {@code scale}. */
    double mse(Float8 format, float scale) {
        return mse(new Float8Steps(format, 1), scale);
    }

    /** The same for the numbers that {@code spec} has in {@code range}; what lies beyond them counts {@code clippingWeight} times. */
    double mse(ClipRange range, QuantSpec spec, double clippingWeight) {
        if (!spec.precision().isScaledFloat()) {
            return mse(ScaleCalculator.perTensor(range, spec), 0, clippingWeight);
        }
        Float8 format = Float8Quantization.format(spec.precision());
        return mse(new Float8Steps(format, clippingWeight), Float8Quantization.scale(range, format));
    }

    private double mse(QuantParams params, int channel, double clippingWeight) {
        double zeroPoint = params.zeroPoint(channel);
        double lowCode = params.type().qMin() - zeroPoint;
        double highCode = params.type().qMax() - zeroPoint;
        return mse(new EqualSteps(lowCode, highCode, clippingWeight), params.scale(channel));
    }

    private double mse(SquaredError error, double scale) {
        double perScale = 1 / scale;
        double sum = 0;
        double edge = Double.NaN;
        double atEdge = 0;
        for (int i = 0; i < lower.length; i++) {
            double from = lower[i] == edge ? atEdge : error.antiderivative(lower[i] * perScale);
            edge = upper[i];
            atEdge = error.antiderivative(edge * perScale);
            sum += perUnit[i] * (atEdge - from);
        }
        return count == 0 ? 0 : Math.max(0, sum * scale * scale * scale / count);
    }

    /** Of a grid with scale 1. */
    interface SquaredError {
        /** An antiderivative of the squared distance of {@code u} from its number. */
        double antiderivative(double u);
    }

    private record EqualSteps(double lowCode, double highCode, double clippingWeight) implements SquaredError {
        @Override
        public double antiderivative(double u) {
            double r = Math.max(lowCode, Math.min(highCode, Math.rint(u)));
            double d = u - r;
            double weight = u > highCode || u < lowCode ? clippingWeight : 1;
            return r / 12 + weight * d * d * d / 3;
        }
    }

    /** Signal to quantization noise in dB; +∞ without error. */
    double sqnrDb(double mse) {
        return sqnrDb(meanSquare, mse);
    }

    static double sqnrDb(double meanSquare, double mse) {
        return mse == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(meanSquare / mse);
    }
}
