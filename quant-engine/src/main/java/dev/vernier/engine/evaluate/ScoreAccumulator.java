package dev.vernier.engine.evaluate;

import dev.vernier.engine.data.Dataset;

/** Counts, batch by batch, what accuracy, agreement and output error are made of. */
final class ScoreAccumulator {
    private final Dataset data;
    private final boolean labelled;
    private int samples;
    private long floatRight;
    private long quantizedRight;
    private long onlyFloatRight;
    private long onlyQuantizedRight;
    private long agreeing;
    private double absoluteError;
    private long scores;

    ScoreAccumulator(Dataset data) {
        this.data = data;
        this.labelled = data.hasLabels();
    }

    /** @param from index of the batch's first sample */
    void add(int from, OutputBatch baseline, OutputBatch quantized) {
        for (int s = 0; s < baseline.samples(); s++) {
            agreeing += baseline.predicted()[s] == quantized.predicted()[s] ? 1 : 0;
            if (labelled) {
                int label = data.label(from + s).getAsInt();
                boolean wasRight = baseline.predicted()[s] == label;
                boolean isRight = quantized.predicted()[s] == label;
                floatRight += wasRight ? 1 : 0;
                quantizedRight += isRight ? 1 : 0;
                onlyFloatRight += wasRight && !isRight ? 1 : 0;
                onlyQuantizedRight += isRight && !wasRight ? 1 : 0;
            }
        }
        float[] x = baseline.scores();
        float[] y = quantized.scores();
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.abs((double) x[i] - y[i]);
        }
        absoluteError += sum;
        scores += x.length;
        samples += baseline.samples();
    }

    int samples() {
        return samples;
    }

    boolean labelled() {
        return labelled;
    }

    double baselineTop1() {
        return (double) floatRight / samples;
    }

    double top1() {
        return (double) quantizedRight / samples;
    }

    Interval top1Interval() {
        return WilsonInterval.of(quantizedRight, samples);
    }

    Interval differenceInterval() {
        return PairedInterval.ofDifference(onlyFloatRight, onlyQuantizedRight, samples);
    }

    double agreement() {
        return (double) agreeing / samples;
    }

    double meanAbsError() {
        return scores == 0 ? Double.NaN : absoluteError / scores;
    }
}
