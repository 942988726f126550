package dev.vernier.engine.analyze;

import dev.vernier.engine.progress.Cancellation;
import java.util.Arrays;

/**
 * Finds which weights of one row to round up (AdaRound: Nagel et al., Up or Down? Adaptive Rounding for Post-Training Quantization, ICML 2020):
 * each is {@code scale · (floor(w / scale) + h(V))} with the rectified sigmoid {@code h(V) = clip(1.2·σ(V) - 0.1, 0, 1)}; the error of the
 * row's sums plus {@code λ·Σ (1 - |2h - 1|^β)} is minimized by Adam, while β falls from 20 to 2 and so drives every {@code h} to 0 or 1.
 * The first fifth of the steps has no such term. Single weights are then turned while that lowers the error.
 */
final class SoftRounding {
    private static final double STRETCH = 1.2;
    private static final double OFFSET = -0.1;
    private static final double LEARNING_RATE = 0.03;
    private static final double REGULARIZATION = 0.05;
    private static final double FIRST_BETA = 20;
    private static final double LAST_BETA = 2;
    private static final double WARM_UP = 0.2;
    private static final int DESCENTS = 8;

    private final float[] products;
    private final float[] answers;
    private final double scale;
    private final int length;
    /** Lower code of each weight, without zero point; {@code free} if the code above it is on the grid, too. */
    private final double[] lower;

    private final boolean[] free;
    private final double[] fraction;

    /**
     * @param weights the row's float weights
     * @param products {@code H}, {@code [length · length]}
     * @param answers {@code t}, {@code [length]}
     * @param low lowest code less the zero point
     * @param high highest code less the zero point
     */
    SoftRounding(float[] weights, float[] products, float[] answers, float scale, int low, int high) {
        this.products = products;
        this.answers = answers;
        this.scale = scale;
        this.length = weights.length;
        this.lower = new double[length];
        this.fraction = new double[length];
        this.free = new boolean[length];
        for (int k = 0; k < length; k++) {
            double t = weights[k] / scale;
            double floor = Math.floor(t);
            free[k] = floor >= low && floor + 1 <= high && Double.isFinite(t);
            lower[k] = Math.max(low, Math.min(high, floor));
            fraction[k] = free[k] ? t - floor : 0;
        }
    }

    /**
     * Which weights go up: never a worse row than with each weight rounded to the nearest code.
     *
     * @param steps of the descent; with none, single weights are turned from the nearest codes on
     */
    boolean[] learn(int steps, Cancellation cancellation) {
        boolean[] nearest = new boolean[length];
        for (int k = 0; k < length; k++) {
            nearest[k] = fraction[k] > 0.5;
        }
        double atNearest = error(nearest);
        boolean[] learned = descend(steps == 0 ? nearest.clone() : soft(steps, atNearest, cancellation));
        return error(learned) <= atNearest ? learned : nearest;
    }

    private boolean[] soft(int steps, double atNearest, Cancellation cancellation) {
        double[] v = new double[length];
        double[] first = new double[length];
        double[] second = new double[length];
        float[] w = new float[length];
        float[] sums = new float[length];
        for (int k = 0; k < length; k++) {
            v[k] = -Math.log(STRETCH / (fraction[k] - OFFSET) - 1);
        }
        // in units of the error of one weight, so that the regularization means the same in every layer
        double unit = Math.max(atNearest + offset(), Double.MIN_NORMAL) / length;
        for (int step = 0; step < steps; step++) {
            if (step % 64 == 0) {
                cancellation.check();
            }
            double progress = (double) step / steps;
            boolean regularized = progress >= WARM_UP;
            double beta = LAST_BETA
                    + 0.5 * (FIRST_BETA - LAST_BETA) * (1 + Math.cos((progress - WARM_UP) / (1 - WARM_UP) * Math.PI));
            for (int k = 0; k < length; k++) {
                w[k] = (float) (scale * (lower[k] + (free[k] ? h(v[k]) : 0)));
            }
            multiply(w, sums);
            double correction1 = 1 - Math.pow(0.9, step + 1);
            double correction2 = 1 - Math.pow(0.999, step + 1);
            for (int k = 0; k < length; k++) {
                double sigma = 1 / (1 + Math.exp(-v[k]));
                double h = STRETCH * sigma + OFFSET;
                if (!free[k] || (regularized && (h < -0.02 || h > 1.02))) {
                    continue;
                }
                double slope = STRETCH * sigma * (1 - sigma);
                double g = 2 * (sums[k] - answers[k]) * scale / unit;
                if (regularized) {
                    double d = 2 * Math.max(0, Math.min(1, h)) - 1;
                    g -= REGULARIZATION * 2 * beta * Math.pow(Math.abs(d), beta - 1) * Math.signum(d);
                }
                g *= slope;
                first[k] = 0.9 * first[k] + 0.1 * g;
                second[k] = 0.999 * second[k] + 0.001 * g * g;
                v[k] -= LEARNING_RATE * (first[k] / correction1) / (Math.sqrt(second[k] / correction2) + 1e-12);
            }
        }
        boolean[] up = new boolean[length];
        for (int k = 0; k < length; k++) {
            up[k] = free[k] && h(v[k]) > 0.5;
        }
        return up;
    }

    private static double h(double v) {
        return Math.max(0, Math.min(1, STRETCH / (1 + Math.exp(-v)) + OFFSET));
    }

    /** {@code w H}. */
    private void multiply(float[] w, float[] into) {
        Arrays.fill(into, 0);
        for (int k = 0; k < length; k++) {
            float a = w[k];
            int row = k * length;
            if (a != 0) {
                for (int j = 0; j < length; j++) {
                    into[j] += a * products[row + j];
                }
            }
        }
    }

    /** Turns single weights while that lowers the error. */
    private boolean[] descend(boolean[] up) {
        float[] w = weights(up);
        float[] sums = new float[length];
        multiply(w, sums);
        for (int round = 0; round < DESCENTS; round++) {
            boolean changed = false;
            for (int k = 0; k < length; k++) {
                double delta = up[k] ? -scale : scale;
                double change = delta * (2 * (sums[k] - answers[k]) + delta * products[k * length + k]);
                if (free[k] && change < 0) {
                    up[k] = !up[k];
                    changed = true;
                    float d = (float) delta;
                    for (int j = 0; j < length; j++) {
                        sums[j] += d * products[k * length + j];
                    }
                }
            }
            if (!changed) {
                break;
            }
        }
        return up;
    }

    private float[] weights(boolean[] up) {
        float[] w = new float[length];
        for (int k = 0; k < length; k++) {
            w[k] = (float) (scale * (lower[k] + (up[k] ? 1 : 0)));
        }
        return w;
    }

    /** {@code w H wᵀ - 2 w t}: the mean squared error of the row's sums but for a constant. */
    private double error(boolean[] up) {
        return error(weights(up));
    }

    private double error(float[] w) {
        float[] sums = new float[length];
        multiply(w, sums);
        double error = 0;
        for (int k = 0; k < length; k++) {
            error += w[k] * ((double) sums[k] - 2 * answers[k]);
        }
        return error;
    }

    /** What makes {@link #error} of the float weights, which it is about, 0. */
    private double offset() {
        float[] w = new float[length];
        for (int k = 0; k < length; k++) {
            w[k] = (float) (scale * (lower[k] + fraction[k]));
        }
        return -error(w);
    }
}
