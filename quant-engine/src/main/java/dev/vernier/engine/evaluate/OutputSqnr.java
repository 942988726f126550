package dev.vernier.engine.evaluate;

/**
 * Signal to quantization noise of the outputs in decibels, {@code 10·log10(Σx² / Σ(x − y)²)} over all elements of the float outputs x and
 * the quantized outputs y (as in ONNX Runtime's quantization debugging and PyTorch's Numeric Suite); +∞ where both are equal.
 */
final class OutputSqnr implements MetricAccumulator {
    private double signal;
    private double noise;

    @Override
    public void add(ScoredBatch batch) {
        float[] x = batch.baseline().scores();
        float[] y = batch.quantized().scores();
        for (int i = 0; i < x.length; i++) {
            double d = (double) x[i] - y[i];
            signal += (double) x[i] * x[i];
            noise += d * d;
        }
    }

    @Override
    public MetricValue value() {
        return MetricValue.of(TensorError.sqnrDb(signal, noise));
    }
}
