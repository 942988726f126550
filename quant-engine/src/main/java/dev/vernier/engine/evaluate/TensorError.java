package dev.vernier.engine.evaluate;

/**
 * How far a quantized tensor y is from the float tensor x. A number that was not measured is NaN.
 *
 * @param sqnrDb signal to quantization noise, {@code 10·log10(Σx² / Σ(x−y)²)}; +∞ where both are equal
 * @param mse {@code mean((x−y)²)}
 * @param cosine {@code x·y / (‖x‖‖y‖)}; 1 where both are equal
 * @param maxAbs largest {@code |x−y|}
 * @param clippedShare share of x, 0 to 1, that the outermost codes cut off: more than half a step beyond them
 */
public record TensorError(double sqnrDb, double mse, double cosine, double maxAbs, double clippedShare) {

    /** The error of {@code y} against {@code x}, equally long; what was clipped is not known here. */
    public static TensorError between(float[] x, float[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(x.length + " values against " + y.length);
        }
        double xx = 0;
        double yy = 0;
        double xy = 0;
        double dd = 0;
        double max = 0;
        for (int i = 0; i < x.length; i++) {
            double a = x[i];
            double b = y[i];
            double d = a - b;
            xx += a * a;
            yy += b * b;
            xy += a * b;
            dd += d * d;
            max = Math.max(max, Math.abs(d));
        }
        return ofSums(x.length, xx, yy, xy, dd, max);
    }

    /**
     * The error told by sums over {@code count} pairs.
     *
     * @param xx {@code Σx²}
     * @param yy {@code Σy²}
     * @param xy {@code Σxy}
     * @param dd {@code Σ(x−y)²}
     */
    public static TensorError ofSums(long count, double xx, double yy, double xy, double dd, double maxAbs) {
        double cosine = dd == 0 ? 1 : xy / Math.sqrt(xx * yy);
        return new TensorError(sqnrDb(xx, dd), count == 0 ? Double.NaN : dd / count, cosine, maxAbs, Double.NaN);
    }

    /** {@code 10·log10(signal / noise)}: +∞ without noise. */
    public static double sqnrDb(double signal, double noise) {
        return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
    }

    public TensorError withClippedShare(double share) {
        return new TensorError(sqnrDb, mse, cosine, maxAbs, share);
    }
}
