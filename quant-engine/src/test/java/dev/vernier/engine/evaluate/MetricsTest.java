package dev.vernier.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Every metric on two or three samples, worked by hand. */
class MetricsTest {
    private static final OutputForm THREE_CLASSES = OutputForm.scores(1, 3, 1, false);

    private static MetricValue measure(
            Metric metric, OutputForm form, int samples, float[] x, float[] y, int[] classes, float[] numbers) {
        MetricAccumulator a = metric.accumulator();
        a.add(new ScoredBatch(
                form, OutputBatch.of(x, samples, form), OutputBatch.of(y, samples, form), classes, numbers));
        return a.value();
    }

    private static float[] floats(float... values) {
        return values;
    }

    @Test
    void top1CountsTheLargestScoreAndTheFirstOfEqualOnes() {
        float[] x = {1, 2, 0, 3, 0, 0, 0, 0, 1};
        float[] y = {2, 2, 0, 3, 0, 0, 0, 1, 0};
        MetricValue v = measure(Metric.TOP1, THREE_CLASSES, 3, x, y, new int[] {1, 0, 2}, new float[0]);
        assertThat(v.baseline()).hasValue(1);
        assertThat(v.value()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(v.delta().orElseThrow()).isCloseTo(-2 / 3.0, within(1e-12));
        assertThat(v.ci95()).contains(WilsonInterval.of(1, 3));
        assertThat(v.deltaCi95()).contains(PairedInterval.ofDifference(2, 0, 3));
    }

    @Test
    void top5CountsLabelsAmongTheFiveLargest() {
        OutputForm seven = OutputForm.scores(1, 7, 1, false);
        // Label 5: fifth in float. Quantized it equals class 4 and so comes after it, sixth.
        float[] x = {9, 8, 7, 6, 0, 5, 1};
        float[] y = {9, 8, 7, 6, 5, 5, 1};
        MetricValue v = measure(Metric.TOP5, seven, 1, x, y, new int[] {5}, new float[0]);
        assertThat(v.baseline()).hasValue(1);
        assertThat(v.value()).isZero();
    }

    @Test
    void agreementNeedsNoLabels() {
        float[] x = {1, 2, 0, 3, 0, 0};
        float[] y = {1, 5, 0, 0, 1, 0};
        MetricValue v = measure(Metric.AGREEMENT, THREE_CLASSES, 2, x, y, new int[0], new float[0]);
        assertThat(v.value()).isEqualTo(0.5);
        assertThat(v.baseline()).isEmpty();
        assertThat(v.ci95()).contains(WilsonInterval.of(1, 2));
    }

    @Test
    void errorsAgainstTargetsAreMeansOverSamplesWithAPairedInterval() {
        float[] targets = {1, 2};
        MetricValue mse =
                measure(Metric.MSE, OutputForm.PLAIN_NUMBERS, 2, floats(1, 3), floats(3, 1), new int[0], targets);
        assertThat(mse.baseline()).hasValue(0.5);
        assertThat(mse.value()).isEqualTo(2.5);
        // Differences 4 and 0: mean 2, unbiased variance 8, half width 1.96 · sqrt(8 / 2)
        assertThat(mse.deltaCi95().orElseThrow().low()).isCloseTo(2 - 1.96 * 2, within(1e-3));
        assertThat(mse.deltaCi95().orElseThrow().high()).isCloseTo(2 + 1.96 * 2, within(1e-3));
        MetricValue mae =
                measure(Metric.MAE, OutputForm.PLAIN_NUMBERS, 2, floats(1, 3), floats(3, 1), new int[0], targets);
        assertThat(mae.baseline()).hasValue(0.5);
        assertThat(mae.value()).isEqualTo(1.5);
        assertThat(mae.delta()).hasValue(1);
    }

    @Test
    void outputsAreComparedWithTheFloatModels() {
        float[] x = {3, 0, 4, 0};
        float[] y = {3, 1, 4, -2};
        OutputForm any = OutputForm.PLAIN_NUMBERS;
        assertThat(measure(Metric.MEAN_ABS_ERROR, any, 2, x, y, new int[0], new float[0])
                        .value())
                .isEqualTo(0.75);
        assertThat(measure(Metric.MEAN_SQUARED_ERROR, any, 2, x, y, new int[0], new float[0])
                        .value())
                .isEqualTo(1.25);
        // 10·log10(25 / 5)
        assertThat(measure(Metric.OUTPUT_SQNR, any, 2, x, y, new int[0], new float[0])
                        .value())
                .isCloseTo(6.9897, within(1e-4));
        assertThat(measure(Metric.OUTPUT_SQNR, any, 2, x, x, new int[0], new float[0])
                        .value())
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void klDivergenceOfSoftmaxedScores() {
        OutputForm two = OutputForm.scores(1, 2, 1, false);
        // p = (3/4, 1/4), q = (1/2, 1/2): 3/4·ln(3/2) + 1/4·ln(1/2) = 0.130812
        float[] x = {(float) Math.log(3), 0};
        assertThat(measure(Metric.KL_DIVERGENCE, two, 1, x, floats(7, 7), new int[0], new float[0])
                        .value())
                .isCloseTo(0.130812, within(1e-6));
        assertThat(measure(Metric.KL_DIVERGENCE, two, 1, x, x, new int[0], new float[0])
                        .value())
                .isZero();
    }

    @Test
    void probabilitiesAreNotSoftmaxedAgainAndMayBeZero() {
        OutputForm two = OutputForm.scores(1, 2, 1, true);
        float[] p = {0.75f, 0.25f};
        assertThat(measure(Metric.KL_DIVERGENCE, two, 1, p, floats(0.5f, 0.5f), new int[0], new float[0])
                        .value())
                .isCloseTo(0.130812, within(1e-6));
        // 3/4·ln(3/4) + 1/4·ln((1/4) / 1e-9)
        assertThat(measure(Metric.KL_DIVERGENCE, two, 1, p, floats(1, 0), new int[0], new float[0])
                        .value())
                .isCloseTo(-0.215762 + 0.25 * Math.log(0.25e9), within(1e-5));
    }

    @Test
    void positionsOfASampleAreCountedOneByOneAndThoseWithoutALabelLeftOut() {
        // Two samples of two positions, classes first: [sample][class][position]
        OutputForm pixels = OutputForm.scores(2, 2, 2, false);
        float[] x = {1, 0, 0, 1, 1, 1, 0, 0};
        float[] y = {1, 1, 0, 0, 0, 1, 1, 0};
        MetricValue top1 = measure(Metric.TOP1, pixels, 2, x, y, new int[] {0, 1, 0, -1}, new float[0]);
        assertThat(top1.baseline()).hasValue(1);
        assertThat(top1.value()).isCloseTo(1 / 3.0, within(1e-12));
        MetricValue agreement = measure(Metric.AGREEMENT, pixels, 2, x, y, new int[0], new float[0]);
        assertThat(agreement.value()).isEqualTo(0.5);
        // Each sample agrees on half of its positions: no spread over samples
        assertThat(agreement.ci95()).contains(new Interval(0.5, 0.5));
    }

    @Test
    void oneScoreDecidesBetweenTwoClasses() {
        OutputForm sigmoid = OutputForm.twoClasses(1, 0.5);
        MetricValue v = measure(
                Metric.TOP1,
                sigmoid,
                3,
                floats(0.2f, 0.9f, 0.6f),
                floats(0.1f, 0.4f, 0.7f),
                new int[] {0, 1, 0},
                new float[0]);
        assertThat(v.baseline().orElseThrow()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(v.value()).isCloseTo(1 / 3.0, within(1e-12));
    }
}
