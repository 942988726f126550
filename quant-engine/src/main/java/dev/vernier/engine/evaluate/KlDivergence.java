package dev.vernier.engine.evaluate;

/**
 * Kullback–Leibler divergence, in nats, of the quantized model's class probabilities q from the float model's p:
 * {@code Σ p·ln(p / q)}, the mean over positions, with the interval of the mean over samples (S. Kullback, R. A. Leibler, "On
 * information and sufficiency", Annals of Mathematical Statistics 22, 1951).
 *
 * <p>Scores are made probabilities by softmax, unless the model ends with one; then a probability below {@value #LEAST} counts as that,
 * as in ai-edge-quantizer, for a quantized probability is often exactly 0.
 */
final class KlDivergence implements MetricAccumulator {
    static final double LEAST = 1e-9;

    private final SampleMean perSample = new SampleMean();

    @Override
    public void add(ScoredBatch batch) {
        OutputForm form = batch.form();
        double[] p = new double[form.classes()];
        double[] q = new double[form.classes()];
        for (int s = 0; s < batch.samples(); s++) {
            double sum = 0;
            for (int position = s * form.positions(); position < (s + 1) * form.positions(); position++) {
                logProbabilities(form, batch.baseline().scores(), position, p);
                logProbabilities(form, batch.quantized().scores(), position, q);
                for (int k = 0; k < p.length; k++) {
                    sum += Math.exp(p[k]) * (p[k] - q[k]);
                }
            }
            perSample.add(sum / form.positions());
        }
    }

    private static void logProbabilities(OutputForm form, float[] scores, int position, double[] out) {
        int first = form.first(position);
        if (form.areProbabilities()) {
            for (int k = 0; k < out.length; k++) {
                out[k] = Math.log(Math.max(LEAST, scores[first + k * form.stride()]));
            }
            return;
        }
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < out.length; k++) {
            out[k] = scores[first + k * form.stride()];
            max = Math.max(max, out[k]);
        }
        double sum = 0;
        for (double score : out) {
            sum += Math.exp(score - max);
        }
        double logSum = max + Math.log(sum);
        for (int k = 0; k < out.length; k++) {
            out[k] -= logSum;
        }
    }

    @Override
    public MetricValue value() {
        return MetricValue.of(perSample.mean(), perSample.interval());
    }
}
