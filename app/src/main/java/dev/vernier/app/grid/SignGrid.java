package dev.vernier.app.grid;

import dev.vernier.engine.calibrate.Histogram;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.quantize.SignQuantization;
import dev.vernier.engine.spec.Precision;

/**
 * Binary and ternary numbers: minus and plus a scale, and between them 0 for what lies within a threshold. Immutable.
 *
 * @param threshold of ternary numbers; binary ones have none
 */
public record SignGrid(Precision precision, float scale, double threshold) implements NumberGrid {

    /** With the threshold that the values' mean magnitude gives, told from their histogram. */
    public static SignGrid of(Precision precision, float scale, TensorStatistics values) {
        Histogram h = values.histogram();
        double sum = 0;
        for (int i = 0; i < h.bins(); i++) {
            sum += h.count(i) * Math.abs(h.center(i));
        }
        double mean = sum / Math.max(1, values.count());
        return new SignGrid(precision, scale, SignQuantization.TERNARY_THRESHOLD * mean);
    }

    /** With the scale that the values give, too: the mean magnitude of those that are kept. */
    public static SignGrid of(Precision precision, TensorStatistics values) {
        double threshold =
                precision == Precision.BINARY ? 0 : of(precision, 0, values).threshold();
        Histogram h = values.histogram();
        double sum = 0;
        double kept = precision == Precision.BINARY ? values.zeros() : 0;
        for (int i = 0; i < h.bins(); i++) {
            if (Math.abs(h.center(i)) > threshold) {
                sum += h.count(i) * Math.abs(h.center(i));
                kept += h.count(i);
            }
        }
        return new SignGrid(precision, (float) (kept == 0 ? 0 : sum / kept), threshold);
    }

    private boolean isBinary() {
        return precision == Precision.BINARY;
    }

    @Override
    public int index(double x) {
        if (isBinary()) {
            return x < 0 ? 0 : 1;
        }
        return Math.abs(x) <= threshold ? 0 : x < 0 ? -1 : 1;
    }

    @Override
    public double value(int index) {
        return isBinary() ? (index == 0 ? -scale : scale) : index * (double) scale;
    }

    @Override
    public double border(int index) {
        return isBinary() ? 0 : index < 0 ? -threshold : threshold;
    }

    @Override
    public int first() {
        return isBinary() ? 0 : -1;
    }

    @Override
    public int last() {
        return 1;
    }

    @Override
    public double reconstructed(double x) {
        return value(index(x));
    }

    /** Nothing lies beyond: a magnitude is never kept. */
    @Override
    public boolean isBeyond(double x) {
        return false;
    }

    @Override
    public String code(int index) {
        return value(index) == 0 ? "0" : value(index) < 0 ? "\u22121" : "+1";
    }

    @Override
    public String bits(int index) {
        return isBinary() ? Integer.toString(index) : index == 0 ? "00" : index < 0 ? "11" : "01";
    }
}
