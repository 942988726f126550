package dev.vernier.engine.evaluate;

/**
 * What a model answered on one batch, small enough to be kept: one row of scores a sample.
 *
 * @param scores {@code [samples · scoresPerSample]}, row-major
 * @param predicted index of the largest score of each sample, the first one where several are equal
 */
record OutputBatch(float[] scores, int[] predicted) {

    static OutputBatch of(float[] scores, int samples) {
        int width = samples == 0 ? 0 : scores.length / samples;
        int[] predicted = new int[samples];
        for (int s = 0; s < samples; s++) {
            int best = 0;
            for (int k = 1; k < width; k++) {
                if (scores[s * width + k] > scores[s * width + best]) {
                    best = k;
                }
            }
            predicted[s] = best;
        }
        return new OutputBatch(scores, predicted);
    }

    int samples() {
        return predicted.length;
    }
}
