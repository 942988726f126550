package dev.vernier.engine.evaluate;

/**
 * What both models answered on one batch, and what they should have.
 *
 * @param classes class of each position, {@code [samples · positions]}, negative where a position does not count; empty where the truth
 *     is not classes
 * @param numbers regression targets, {@code [samples · outputs]}; empty where the truth is not numbers
 */
record ScoredBatch(OutputForm form, OutputBatch baseline, OutputBatch quantized, int[] classes, float[] numbers) {
    int samples() {
        return baseline.samples();
    }
}
