package dev.vernier.engine.analyze;

import dev.vernier.engine.tensor.ParallelLoop;
import java.util.Arrays;

/**
 * All that the squared error of a layer's sums depends on: with patches {@code p} that it reads and answers {@code y} that it should give, the
 * error of row {@code w} over {@code n} patches is {@code w H wᵀ - 2 w t + const}, where {@code H = Σ p pᵀ / n} and
 * {@code t = Σ (y - bias) p / n}. So samples are gone through once, however long the search for the rounding takes.
 *
 * <p>Of a row that is too long for its products, a part is looked at by itself: it should give what its float weights give.
 */
final class ReconstructionSums implements LayerPatches.Sink {
    private static final int CHUNK = 256;

    private final WeightRows rows;
    private final float[] bias;
    private final int from;
    private final int length;
    private final boolean whole;
    private final double[][] products;
    private final double[][] answers;
    private final float[][] patches;
    private final float[][] wanted;
    private int held;
    private long count;

    /**
     * @param bias {@code [rows]}
     * @param from first weight of each row that is looked at
     * @param to the one after the last
     */
    ReconstructionSums(WeightRows rows, float[] bias, int from, int to) {
        this.rows = rows;
        this.bias = bias;
        this.from = from;
        this.length = to - from;
        this.whole = length == rows.length();
        this.products = new double[rows.groups()][Math.multiplyExact(length, length)];
        this.answers = new double[whole ? rows.rows() : 0][length];
        this.patches = new float[CHUNK][rows.groups() * length];
        this.wanted = new float[CHUNK][rows.rows()];
    }

    @Override
    public void add(float[] patch, float[] answer) {
        for (int g = 0; g < rows.groups(); g++) {
            System.arraycopy(patch, g * rows.length() + from, patches[held], g * length, length);
        }
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
        int k = length;
        ParallelLoop.run((long) rows.groups() * k, 8, (a, b) -> {
            float[] sum = new float[k];
            for (long at = a; at < b; at++) {
                int g = (int) (at / k);
                int i = (int) (at % k);
                addProducts(g, i, sum);
            }
        });
        ParallelLoop.run(answers.length, 4, (a, b) -> {
            float[] sum = new float[k];
            for (long r = a; r < b; r++) {
                addAnswers((int) r, sum);
            }
        });
        held = 0;
    }

    /** Row {@code i} of the products of group {@code g}, from the diagonal on. */
    private void addProducts(int g, int i, float[] sum) {
        int k = length;
        int base = g * k;
        Arrays.fill(sum, 0);
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
        int k = length;
        int base = r / rows.rowsOfGroup() * k;
        Arrays.fill(sum, 0);
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
        int k = length;
        float[] h = new float[k * k];
        for (int i = 0; i < k; i++) {
            for (int j = i; j < k; j++) {
                h[i * k + j] = (float) (products[g][i * k + j] / count);
                h[j * k + i] = h[i * k + j];
            }
        }
        return h;
    }

    /**
     * {@code t} of row {@code r}, {@code [length]}.
     *
     * @param row its float weights
     * @param h {@link #products} of its group
     */
    float[] answers(int r, float[] row, float[] h) {
        float[] t = new float[length];
        for (int j = 0; j < length; j++) {
            if (whole) {
                t[j] = (float) (answers[r][j] / count);
            } else {
                double sum = 0;
                for (int i = 0; i < length; i++) {
                    sum += (double) row[i] * h[j * length + i];
                }
                t[j] = (float) sum;
            }
        }
        return t;
    }
}
