package dev.vernier.engine.evaluate;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Share of labels that are among the {@code top} classes with the largest scores (O. Russakovsky et al., "ImageNet Large Scale Visual
 * Recognition Challenge", IJCV 115, 2015: top-1 and top-5). Of equal scores the class with the smaller number comes first.
 *
 * <p>With one label a sample the interval is Wilson's and that of the difference Agresti and Min's. With a label for each position of a
 * sample, positions are not independent: both are intervals of the mean over samples of each sample's share.
 */
final class TopAccuracy implements MetricAccumulator {
    private final int top;
    private long labels;
    private long baselineRight;
    private long quantizedRight;
    private long onlyBaselineRight;
    private long onlyQuantizedRight;
    private boolean onePerSample = true;
    private final SampleMean shares = new SampleMean();
    private final SampleMean differences = new SampleMean();

    TopAccuracy(int top) {
        this.top = top;
    }

    @Override
    public void add(ScoredBatch batch) {
        int positions = batch.form().positions();
        onePerSample &= positions == 1;
        for (int s = 0; s < batch.samples(); s++) {
            int counted = 0;
            int baseline = 0;
            int quantized = 0;
            for (int p = s * positions; p < (s + 1) * positions; p++) {
                int label = batch.classes()[p];
                if (label < 0) {
                    continue;
                }
                boolean was = isRight(batch.form(), batch.baseline(), p, label);
                boolean is = isRight(batch.form(), batch.quantized(), p, label);
                counted++;
                baseline += was ? 1 : 0;
                quantized += is ? 1 : 0;
                onlyBaselineRight += was && !is ? 1 : 0;
                onlyQuantizedRight += is && !was ? 1 : 0;
            }
            labels += counted;
            baselineRight += baseline;
            quantizedRight += quantized;
            if (counted > 0) {
                shares.add((double) quantized / counted);
                differences.add((double) (quantized - baseline) / counted);
            }
        }
    }

    private boolean isRight(OutputForm form, OutputBatch answers, int position, int label) {
        return top == 1 ? answers.predicted()[position] == label : form.isAmong(top, answers.scores(), position, label);
    }

    @Override
    public MetricValue value() {
        if (labels == 0) {
            return new MetricValue(OptionalDouble.of(Double.NaN), Double.NaN, Optional.empty(), Optional.empty());
        }
        OptionalDouble baseline = OptionalDouble.of((double) baselineRight / labels);
        double value = (double) quantizedRight / labels;
        return onePerSample
                ? new MetricValue(
                        baseline,
                        value,
                        Optional.of(WilsonInterval.of(quantizedRight, labels)),
                        Optional.of(PairedInterval.ofDifference(onlyBaselineRight, onlyQuantizedRight, labels)))
                : new MetricValue(baseline, value, shares.interval(), differences.interval());
    }
}
