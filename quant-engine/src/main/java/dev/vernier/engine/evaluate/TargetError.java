package dev.vernier.engine.evaluate;

import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * Mean error of the outputs against regression targets: of their squares, {@code mean((y − t)²)}, or of their magnitudes,
 * {@code mean(|y − t|)}. Each sample counts alike; intervals are those of the mean over samples.
 */
final class TargetError implements MetricAccumulator {
    private final DoubleUnaryOperator error;
    private final SampleMean baseline = new SampleMean();
    private final SampleMean quantized = new SampleMean();
    private final SampleMean differences = new SampleMean();

    private TargetError(DoubleUnaryOperator error) {
        this.error = error;
    }

    static TargetError squared() {
        return new TargetError(d -> d * d);
    }

    static TargetError absolute() {
        return new TargetError(Math::abs);
    }

    @Override
    public void add(ScoredBatch batch) {
        float[] targets = batch.numbers();
        int width = targets.length / batch.samples();
        for (int s = 0; s < batch.samples(); s++) {
            double was = mean(batch.baseline().scores(), targets, s * width, width);
            double is = mean(batch.quantized().scores(), targets, s * width, width);
            baseline.add(was);
            quantized.add(is);
            differences.add(is - was);
        }
    }

    private double mean(float[] outputs, float[] targets, int from, int width) {
        double sum = 0;
        for (int i = from; i < from + width; i++) {
            sum += error.applyAsDouble((double) outputs[i] - targets[i]);
        }
        return sum / width;
    }

    @Override
    public MetricValue value() {
        return new MetricValue(
                OptionalDouble.of(baseline.mean()), quantized.mean(), quantized.interval(), differences.interval());
    }
}
