package dev.vernier.engine.exec;

import java.util.Arrays;

/**
 * Sums over pairs of numbers, in loops that the compiler turns into vector instructions: each place of a chunk has sums of its own, in
 * single precision, which are added up in double at the end. At most some hundred numbers go into one such sum, so that it is right to
 * about six digits; where numbers are too large or too small to be squared in single precision, all is done in double.
 */
final class ComparisonSums {
    private static final int CHUNK = 512;

    /** Below this a sum of squares may have lost terms. */
    private static final double SMALLEST_SURE = 1e-20;

    private final float[] x = new float[CHUNK];
    private final float[] y = new float[CHUNK];
    private final byte[] codes = new byte[CHUNK];
    private final float[] squaresX = new float[CHUNK];
    private final float[] squaresY = new float[CHUNK];
    private final float[] products = new float[CHUNK];
    private final float[] squaredDifferences = new float[CHUNK];
    private final float[] largest = new float[CHUNK];

    /** Compares elements {@code from} up to {@code to}; at most some ten thousand. */
    TensorComparison over(RealValues a, RealValues b, int from, int to) {
        for (float[] sums : new float[][] {squaresX, squaresY, products, squaredDifferences, largest}) {
            Arrays.fill(sums, 0);
        }
        for (int start = from; start < to; start += CHUNK) {
            int n = Math.min(CHUNK, to - start);
            a.read(start, x, n, codes);
            b.read(start, y, n, codes);
            addChunk(n);
        }
        double max = 0;
        for (float m : largest) {
            max = Math.max(max, m);
        }
        TensorComparison sums = new TensorComparison(
                to - from, sum(squaresX), sum(squaresY), sum(products), sum(squaredDifferences), max);
        double scale = sums.sumSquaresX() + sums.sumSquaresY();
        return scale >= SMALLEST_SURE && scale <= Float.MAX_VALUE ? sums : inDouble(a, b, from, to);
    }

    private void addChunk(int n) {
        for (int i = 0; i < n; i++) {
            squaresX[i] += x[i] * x[i];
            squaresY[i] += y[i] * y[i];
            products[i] += x[i] * y[i];
        }
        for (int i = 0; i < n; i++) {
            float d = x[i] - y[i];
            squaredDifferences[i] += d * d;
            largest[i] = Math.max(largest[i], Math.abs(d));
        }
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float v : values) {
            sum += v;
        }
        return sum;
    }

    private TensorComparison inDouble(RealValues a, RealValues b, int from, int to) {
        double xx = 0;
        double yy = 0;
        double xy = 0;
        double dd = 0;
        double max = 0;
        for (int start = from; start < to; start += CHUNK) {
            int n = Math.min(CHUNK, to - start);
            a.read(start, x, n, codes);
            b.read(start, y, n, codes);
            for (int i = 0; i < n; i++) {
                double u = x[i];
                double v = y[i];
                double d = Math.abs(u - v);
                xx += u * u;
                yy += v * v;
                xy += u * v;
                dd += d * d;
                max = d > max ? d : max;
            }
        }
        return new TensorComparison(to - from, xx, yy, xy, dd, max);
    }
}
