package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.op.Resize;
import java.util.Arrays;

/**
 * For each position along a resized axis, which positions of the input it is made of and with what weights (ONNX Resize; the cubic
 * kernel is Keys's, 1981).
 */
final class ResampledAxis {
    private final int[][] indices;
    private final float[][] weights;
    private final int[] nearest;
    private final boolean identity;

    private ResampledAxis(int length, boolean identity) {
        this.indices = new int[length][];
        this.weights = new float[length][];
        this.nearest = new int[length];
        this.identity = identity;
    }

    /** Reads one row of the input. */
    interface Row {
        void read(int index, float[] into);
    }

    /**
     * @param scale output length over input length
     * @param start first position of the region cropped, as share of the axis
     * @param end last one
     */
    static ResampledAxis of(Resize op, long input, long output, double scale, double start, double end) {
        boolean crop = op.coordinates() == Resize.Coordinates.TF_CROP_AND_RESIZE;
        ResampledAxis axis = new ResampledAxis((int) output, input == output && scale == 1 && !crop);
        for (int i = 0; i < output; i++) {
            double x = position(op.coordinates(), i, input, output, scale, start, end);
            if (crop && (x < 0 || x > input - 1)) {
                axis.indices[i] = new int[0];
                axis.weights[i] = new float[0];
                axis.nearest[i] = IndexedCopy.OUTSIDE;
                continue;
            }
            axis.nearest[i] = (int) Math.max(0, Math.min(input - 1, nearestTo(x, op.nearest())));
            if (op.mode() != Resize.Mode.NEAREST) {
                axis.weigh(op, i, x, input, scale);
            }
        }
        return axis;
    }

    private static double position(
            Resize.Coordinates rule, int i, double input, double output, double scale, double start, double end) {
        // Before it was rounded down to a whole number.
        double exact = scale * input;
        switch (rule) {
            case HALF_PIXEL:
                return (i + 0.5) / scale - 0.5;
            case HALF_PIXEL_SYMMETRIC:
                double adjustment = output / exact;
                return input / 2 * (1 - adjustment) + (i + 0.5) / scale - 0.5;
            case PYTORCH_HALF_PIXEL:
                return output > 1 ? (i + 0.5) / scale - 0.5 : 0;
            case ALIGN_CORNERS:
                return exact == 1 ? 0 : i * (input - 1) / (exact - 1);
            case ASYMMETRIC:
                return i / scale;
            default:
                return exact == 1
                        ? 0.5 * (start + end) * (input - 1)
                        : start * (input - 1) + i * (end - start) * (input - 1) / (exact - 1);
        }
    }

    private static double nearestTo(double x, Resize.Nearest rule) {
        switch (rule) {
            case ROUND_PREFER_FLOOR:
                return Math.ceil(x - 0.5);
            case ROUND_PREFER_CEIL:
                return Math.floor(x + 0.5);
            case FLOOR:
                return Math.floor(x);
            default:
                return Math.ceil(x);
        }
    }

    private void weigh(Resize op, int i, double x, long input, double scale) {
        // A support of 1 on either side for linear, 2 for cubic; wider where shrinking is to be smoothed.
        int radius = op.mode() == Resize.Mode.LINEAR ? 1 : 2;
        double shrink = op.antialias() ? Math.min(1, scale) : 1;
        int half = op.antialias() ? (int) Math.ceil(radius / shrink) : radius;
        int left = (int) Math.ceil(x) - 1;
        int n = 2 * half;
        int[] at = new int[n];
        double[] w = new double[n];
        double total = 0;
        for (int k = 0; k < n; k++) {
            int index = left - half + 1 + k;
            double distance = Math.abs(x - index) * shrink;
            w[k] = radius == 1 ? Math.max(0, 1 - distance) : cubic(distance, op.cubicCoefficient());
            if (op.excludeOutside() && (index < 0 || index >= input)) {
                w[k] = 0;
            }
            at[k] = (int) Math.max(0, Math.min(input - 1, index));
            total += w[k];
        }
        boolean normalize = op.antialias() || op.excludeOutside();
        float[] rounded = new float[n];
        for (int k = 0; k < n; k++) {
            rounded[k] = (float) (normalize ? w[k] / total : w[k]);
        }
        indices[i] = at;
        weights[i] = rounded;
    }

    private static double cubic(double d, double a) {
        if (d <= 1) {
            return ((a + 2) * d - (a + 3)) * d * d + 1;
        }
        return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
    }

    int length() {
        return nearest.length;
    }

    /** Whether every position stays what it was. */
    boolean isIdentity() {
        return identity;
    }

    /** The nearest input position of each output position, or {@link IndexedCopy#OUTSIDE}. */
    int[] nearest() {
        return nearest;
    }

    /** Fills {@code sum} with the weighted rows that make up position {@code i}. */
    void weigh(int i, float outside, float[] sum, float[] row, Row rows) {
        Arrays.fill(sum, indices[i].length == 0 ? outside : 0);
        for (int k = 0; k < indices[i].length; k++) {
            float w = weights[i][k];
            if (w != 0) {
                rows.read(indices[i][k], row);
                for (int j = 0; j < sum.length; j++) {
                    sum[j] += w * row[j];
                }
            }
        }
    }
}
