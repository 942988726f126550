package dev.vernier.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.SmallNetworks;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DifferenceEstimateTest {
    private static final int TOTAL = 2000;
    private static final int REPEATS = 4000;

    /** Half of the samples seen: half of each variance. Seen 0.8 against 0.82; on all the float model has 0.81. */
    @Test
    void floatOnAllPlusTheDifferenceSeen() {
        MetricValue seen = new MetricValue(
                OptionalDouble.of(0.82),
                0.80,
                Optional.of(new Interval(0.76, 0.84)),
                Optional.of(new Interval(-0.05, 0.01)));

        MetricValue estimate = DifferenceEstimate.of(seen, 0.81, 1000, 2000);

        assertThat(estimate.baseline()).hasValue(0.81);
        assertThat(estimate.value()).isCloseTo(0.79, within(1e-12));
        assertThat(estimate.deltaCi95()).isEqualTo(seen.deltaCi95());
        // sqrt(0.5 · 0.04² + 0.5 · 0.03²) = 0.0353553
        assertThat(estimate.ci95().get().low()).isCloseTo(0.79 - 0.0353553, within(1e-6));
        assertThat(estimate.ci95().get().high()).isCloseTo(0.79 + 0.0353553, within(1e-6));
    }

    /** The float model has 0.97 on the samples seen and 0.995 on all; the plan gained 0.01 on those seen. */
    @Test
    void aShareIsAtMost1() {
        MetricValue seen = new MetricValue(
                OptionalDouble.of(0.97),
                0.98,
                Optional.of(new Interval(0.95, 0.99)),
                Optional.of(new Interval(-0.001, 0.021)));
        MetricValue known = MetricValue.of(0.995);

        MetricValue share = DifferenceEstimate.of(Map.of(Metric.TOP1, seen), Map.of(Metric.TOP1, known), 200, 1000)
                .get(Metric.TOP1);
        assertThat(share.value()).isEqualTo(1);
        assertThat(share.ci95().get().high()).isEqualTo(1);
        assertThat(share.ci95().get().low()).isBetween(0.98, 0.995);

        MetricValue number = DifferenceEstimate.of(Map.of(Metric.MSE, seen), Map.of(Metric.MSE, known), 200, 1000)
                .get(Metric.MSE);
        assertThat(number.value()).isCloseTo(1.005, within(1e-12));
    }

    @Test
    void whereThePlanAnswersOtherwiseThanTheFloatModelWhatWasMeasuredStays() {
        MetricValue seen = new MetricValue(
                OptionalDouble.of(0.8),
                0.2,
                Optional.of(new Interval(0.15, 0.25)),
                Optional.of(new Interval(-0.7, -0.5)));

        assertThat(DifferenceEstimate.of(seen, 0.81, 100, 2000)).isEqualTo(seen);
    }

    /**
     * Data sets of 2,000 samples drawn anew each time from a population with a known accuracy, 100 of them seen: the estimate is right on
     * average, its interval holds the population's accuracy about 95 times of 100 and the data set's own more often, and it is narrower.
     *
     * @param flipped of a thousand samples, those the plan answers otherwise
     */
    @ParameterizedTest
    @ValueSource(ints = {60, 120, 200})
    void seededDrawsAreCoveredAndOnAverageRight(int flipped) {
        Random random = new Random(flipped);
        double truth = 0.81 * (1 - flipped / 1000.0 * 0.6) + 0.19 * flipped / 1000.0 * 0.4;
        int covered = 0;
        double sum = 0;
        double width = 0;
        double widthBefore = 0;
        for (int r = 0; r < REPEATS; r++) {
            int floatRight = 0;
            TopAccuracy seen = new TopAccuracy(1);
            int[] predicted = new int[100];
            int[] quantized = new int[100];
            for (int i = 0; i < TOTAL; i++) {
                boolean was = random.nextDouble() < 0.81;
                boolean is = random.nextDouble() < flipped / 1000.0 * (was ? 0.6 : 0.4) ? !was : was;
                floatRight += was ? 1 : 0;
                if (i < 100) {
                    predicted[i] = was ? 1 : 0;
                    quantized[i] = is ? 1 : 0;
                }
            }
            int[] ones = new int[100];
            java.util.Arrays.fill(ones, 1);
            seen.add(new ScoredBatch(
                    OutputForm.scores(1, 2, 1, false),
                    new OutputBatch(100, new float[200], predicted),
                    new OutputBatch(100, new float[200], quantized),
                    ones,
                    new float[0]));
            MetricValue before = seen.value();
            MetricValue estimate = DifferenceEstimate.of(before, (double) floatRight / TOTAL, 100, TOTAL);
            Interval i = estimate.ci95().get();
            covered += i.low() <= truth && truth <= i.high() ? 1 : 0;
            sum += estimate.value();
            width += i.high() - i.low();
            widthBefore += before.ci95().get().high() - before.ci95().get().low();
        }
        assertThat((double) covered / REPEATS).isBetween(0.93, 0.995);
        assertThat(sum / REPEATS).isCloseTo(truth, within(0.003));
        assertThat(width).isLessThan(0.95 * widthBefore);
    }

    /** The first plan's estimates stand alone; the second's know what the float model answers to all, and the final numbers are the same. */
    @Test
    void laterPlansKnowTheFloatModelsAnswers() {
        Graph graph = SmallNetworks.residual(1);
        Dataset data = SmallNetworks.data(graph, 600, 3);
        CalibrationResult calibration =
                CalibrationRun.run(graph, data, 32, "seeded", Progress.NONE, Cancellation.NEVER);
        ModelQuantizer quantizer = new ModelQuantizer(graph, calibration);
        try (EvaluationSession session = new EvaluationSession(graph, data, EvaluationOptions.ofSamples(600))) {
            session.evaluate(quantizer.quantize(QuantPlan.of(Preset.INT8)), r -> {}, Cancellation.NEVER);
            List<EvaluationResult> estimates = new ArrayList<>();
            EvaluationResult last =
                    session.evaluate(quantizer.quantize(QuantPlan.of(Preset.INT4)), estimates::add, Cancellation.NEVER);

            assertThat(estimates).isNotEmpty();
            MetricValue first = estimates.get(0).metrics().get(Metric.TOP1);
            MetricValue all = last.metrics().get(Metric.TOP1);
            assertThat(first.ci95().get().low()).isLessThanOrEqualTo(all.value());
            assertThat(first.ci95().get().high()).isGreaterThanOrEqualTo(all.value());
            try (EvaluationSession fresh = new EvaluationSession(graph, data, EvaluationOptions.ofSamples(600))) {
                assertThat(fresh.evaluate(quantizer.quantize(QuantPlan.of(Preset.INT4)), r -> {}, Cancellation.NEVER)
                                .metrics())
                        .isEqualTo(last.metrics());
            }
        }
    }
}
