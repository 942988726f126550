package dev.vernier.engine.evaluate;

/**
 * What a model answered on one batch, small enough to be kept.
 *
 * @param samples of the batch
 * @param scores elements of the scored output, row-major, sample after sample
 * @param predicted class at each position of each sample; empty for plain numbers
 */
record OutputBatch(int samples, float[] scores, int[] predicted) {

    static OutputBatch of(float[] scores, int samples, OutputForm form) {
        int[] predicted = new int[samples * form.positions()];
        for (int position = 0; position < predicted.length; position++) {
            predicted[position] = form.predicted(scores, position);
        }
        return new OutputBatch(samples, scores, predicted);
    }
}
