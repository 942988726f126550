package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.Histogram;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.QuantParams;

/**
 * The mean squared error a grid has on a tensor, from the tensor's histogram, fast enough to be asked for thousands of grids.
 *
 * <p>Values are taken to be spread evenly within their bin, and the error is integrated over the bin, exactly. With {@code u = x / scale}
 * and {@code r = round(u)} the rounding error {@code scale²·(u - r)²} has the antiderivative {@code scale³·(r/12 + (u - r)³/3)}; beyond
 * the end {@code e} of the grid the clipping error {@code (x - e)²} has {@code (x - e)³/3}. So it does not matter how bins and steps
 * compare: where bins are much wider the mean is step²/12, where they are narrower it follows the steps. Zeros, which the histogram
 * leaves out, have no error.
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

    /** The same where what lies beyond the grid's end codes counts {@code clippingWeight} times. */
    double weightedMse(QuantParams params, double clippingWeight) {
        return mse(params, 0, clippingWeight);
    }

    private double mse(QuantParams params, int channel, double clippingWeight) {
        double scale = params.scale(channel);
        int zeroPoint = params.zeroPoint(channel);
        double lowCode = (double) params.type().qMin() - zeroPoint;
        double highCode = (double) params.type().qMax() - zeroPoint;
        double perScale = 1 / scale;
        double sum = 0;
        double edge = Double.NaN;
        double atEdge = 0;
        for (int i = 0; i < lower.length; i++) {
            double from =
                    lower[i] == edge ? atEdge : antiderivative(lower[i] * perScale, lowCode, highCode, clippingWeight);
            edge = upper[i];
            atEdge = antiderivative(edge * perScale, lowCode, highCode, clippingWeight);
            sum += perUnit[i] * (atEdge - from);
        }
        return count == 0 ? 0 : Math.max(0, sum * scale * scale * scale / count);
    }

    /** Of the squared error, in steps. */
    private static double antiderivative(double u, double lowCode, double highCode, double clippingWeight) {
        double r = Math.max(lowCode, Math.min(highCode, Math.rint(u)));
        double d = u - r;
        double weight = u > highCode || u < lowCode ? clippingWeight : 1;
        return r / 12 + weight * d * d * d / 3;
    }

    /** Signal to quantization noise in dB; +∞ without error. */
    double sqnrDb(double mse) {
        return sqnrDb(meanSquare, mse);
    }

    static double sqnrDb(double meanSquare, double mse) {
        return mse == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(meanSquare / mse);
    }
}
