package dev.vernier.engine.evaluate;

import java.util.function.DoubleUnaryOperator;

/**
 * Mean difference of the quantized outputs y from the float outputs x over all their elements: of the magnitudes, {@code mean(|x − y|)},
 * or of the squares, {@code mean((x − y)²)}.
 */
final class OutputDifference implements MetricAccumulator {
    private final DoubleUnaryOperator error;
    private double sum;
    private long elements;

    private OutputDifference(DoubleUnaryOperator error) {
        this.error = error;
    }

    static OutputDifference absolute() {
        return new OutputDifference(Math::abs);
    }

    static OutputDifference squared() {
        return new OutputDifference(d -> d * d);
    }

    @Override
    public void add(ScoredBatch batch) {
        float[] x = batch.baseline().scores();
        float[] y = batch.quantized().scores();
        for (int i = 0; i < x.length; i++) {
            sum += error.applyAsDouble((double) x[i] - y[i]);
        }
        elements += x.length;
    }

    @Override
    public MetricValue value() {
        return MetricValue.of(elements == 0 ? Double.NaN : sum / elements);
    }
}
