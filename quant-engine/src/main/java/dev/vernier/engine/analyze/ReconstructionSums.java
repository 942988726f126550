package dev.vernier.engine.analyze;

import dev.vernier.engine.tensor.ParallelLoop;

/**
 * All that the squared error of a layer's sums depends on: with patches {@code p} that it reads and answers {@code y} that it should give, the
 * error of row {@code w} over {@code n} patches is {@code w H wᵀ - 2 w t + const}, where {@code H = Σ p pᵀ / n} and
 * {@code t = Σ (y - bias) p / n}. So samples are gone through once, however long the search for the rounding takes.
 */
final class ReconstructionSums implements LayerPatches.Sink {
    private static final int CHUNK = 256;

    private final WeightRows rows;
    private final float[] bias;
    private final double[][] products;
    private final double[][] answers;
    private final float[][] patches;
    private final float[][] wanted;
    private int held;
    private long count;

    /** @param bias {@code [rows]} */
    ReconstructionSums(WeightRows rows, float[] bias) {
        this.rows = rows;
        this.bias = bias;
        this.products = new double[rows.groups()][rows.length() * rows.length()];
        this.answers = new double[rows.rows()][rows.length()];
        this.patches = new float[CHUNK][rows.groups() * rows.length()];
        this.wanted = new float[CHUNK][rows.rows()];
    }

    @Override
    public void add(float[] patch, float[] answer) {
        System.arraycopy(patch, 0, patches[held], 0, patch.length);
        for (int r = 0; r < answer.length; r++) {
            wanted[held][r] = answer[r] - bias[r];
        }
        held++;
        count++;
        if (held == CHUNK) {
            flush();
        }
    }

    private void flush() {
        if (held == 0) {
            return;
        }
        int k = rows.length();
        ParallelLoop.run((long) rows.groups() * k, 8, (from, to) -> {
            float[] sum = new float[k];
            for (long at = from; at < to; at++) {
                int g = (int) (at / k);
                int i = (int) (at % k);
                addProducts(g, i, sum);
            }
        });
        ParallelLoop.run(rows.rows(), 4, (from, to) -> {
            float[] sum = new float[k];
            for (long r = from; r < to; r++) {
                addAnswers((int) r, sum);
            }
        });
        held = 0;
    }

    /** Row {@code i} of the products of group {@code g}, from the diagonal on. */
    private void addProducts(int g, int i, float[] sum) {
        int k = rows.length();
        int base = g * k;
        java.util.Arrays.fill(sum, 0);
        for (int p = 0; p < held; p++) {
            float a = patches[p][base + i];
            if (a != 0) {
                float[] patch = patches[p];
                for (int j = i; j < k; j++) {
                    sum[j] += a * patch[base + j];
                }
            }
        }
        double[] into = products[g];
        for (int j = i; j < k; j++) {
            into[i * k + j] += sum[j];
        }
    }

    private void addAnswers(int r, float[] sum) {
        int k = rows.length();
        int base = r / rows.rowsOfGroup() * k;
        java.util.Arrays.fill(sum, 0);
        for (int p = 0; p < held; p++) {
            float a = wanted[p][r];
            float[] patch = patches[p];
            for (int j = 0; j < k; j++) {
                sum[j] += a * patch[base + j];
            }
        }
        for (int j = 0; j < k; j++) {
            answers[r][j] += sum[j];
        }
    }

    /** {@code H} of group {@code g}, {@code [length · length]}. */
    float[] products(int g) {
        flush();
        int k = rows.length();
        float[] h = new float[k * k];
        for (int i = 0; i < k; i++) {
            for (int j = i; j < k; j++) {
                h[i * k + j] = (float) (products[g][i * k + j] / count);
                h[j * k + i] = h[i * k + j];
            }
        }
        return h;
    }

    /** {@code t} of row {@code r}, {@code [length]}. */
    float[] answers(int r) {
        flush();
        float[] t = new float[rows.length()];
        for (int j = 0; j < t.length; j++) {
            t[j] = (float) (answers[r][j] / count);
        }
        return t;
    }
}
