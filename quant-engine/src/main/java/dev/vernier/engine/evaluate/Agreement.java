package dev.vernier.engine.evaluate;

import java.util.Optional;

/**
 * Share of positions (samples, where there is one) at which the float and the quantized model predict the same class. Interval: Wilson's
 * with one position a sample, else that of the mean over samples.
 */
final class Agreement implements MetricAccumulator {
    private long positions;
    private long agreeing;
    private boolean onePerSample = true;
    private final SampleMean shares = new SampleMean();

    @Override
    public void add(ScoredBatch batch) {
        int perSample = batch.form().positions();
        onePerSample &= perSample == 1;
        int[] was = batch.baseline().predicted();
        int[] is = batch.quantized().predicted();
        for (int s = 0; s < batch.samples(); s++) {
            int same = 0;
            for (int p = s * perSample; p < (s + 1) * perSample; p++) {
                same += was[p] == is[p] ? 1 : 0;
            }
            agreeing += same;
            shares.add((double) same / perSample);
        }
        positions += (long) batch.samples() * perSample;
    }

    @Override
    public MetricValue value() {
        Optional<Interval> interval = positions == 0
                ? Optional.empty()
                : onePerSample ? Optional.of(WilsonInterval.of(agreeing, positions)) : shares.interval();
        return MetricValue.of((double) agreeing / positions, interval);
    }
}
