package dev.vernier.app.workbench;

import dev.vernier.engine.evaluate.DifferenceEstimate;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Interval;
import dev.vernier.engine.evaluate.LayerResult;
import dev.vernier.engine.evaluate.MetricValue;
import dev.vernier.engine.evaluate.ModelAnswers;
import dev.vernier.engine.evaluate.PairedInterval;
import dev.vernier.engine.evaluate.SamplePredictions;
import dev.vernier.engine.evaluate.WilsonInterval;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.RangeRule;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Prints how wide the intervals of early estimates are: {@code MODEL DATA CALIBRATION}. The accuracy from the samples seen alone and from the
 * difference to the float model's ({@link DifferenceEstimate}); that difference from samples drawn alike and from strata by the float model's
 * margin (W. G. Cochran, "Sampling Techniques", chapter 5). Mean half widths in points over seeded draws, and how many of a hundred intervals
 * hold what all samples show.
 */
final class EstimateFigures {
    private static final int DRAWS = 4000;
    private static final int[] SEEN = {64, 200};

    /** Samples by rank of the margin between the float model's two largest scores: the lowest tenth, the next fifth, the rest. */
    private static final double[] STRATA_END = {0.1, 0.3, 1};

    /** How many of those drawn are of each stratum. */
    private static final double[] STRATA_SHARE = {0.3, 0.3, 0.4};

    private static final float[] CLIPS = {0.9f, 0.5f, 0.25f};

    private final Patient patient;
    private final PrintStream out;
    private final boolean[] floatRight;
    private final double floatOnAll;
    /** Samples by their margin, the least certain first. */
    private final int[] byMargin;

    private EstimateFigures(Patient patient, PrintStream out) {
        this.patient = patient;
        this.out = out;
        QuantPlan plan = QuantPlan.of(Preset.FP32);
        this.floatRight = right(patient.predictions(plan).floatClasses());
        this.floatOnAll = share(floatRight);
        this.byMargin = byMargin(patient.answers(plan));
    }

    public static void main(String... arguments) {
        try (Patient patient = Patient.of(
                arguments[0], Path.of(arguments[1]), Optional.of(Path.of(arguments[2])), Integer.MAX_VALUE)) {
            new EstimateFigures(patient, System.out).print();
        }
    }

    private boolean[] right(int[] predicted) {
        boolean[] right = new boolean[predicted.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = predicted[i] == patient.data().label(i).orElseThrow();
        }
        return right;
    }

    private static double share(boolean[] right) {
        return (double) IntStream.range(0, right.length).filter(i -> right[i]).count() / right.length;
    }

    private int[] byMargin(ModelAnswers answers) {
        double[] margins = new double[patient.samples()];
        for (int i = 0; i < margins.length; i++) {
            float[] scores = answers.scores(i, 1);
            Arrays.sort(scores);
            margins[i] = (double) scores[scores.length - 1] - scores[scores.length - 2];
        }
        return IntStream.range(0, margins.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> margins[i]))
                .mapToInt(i -> i)
                .toArray();
    }

    private void print() {
        out.printf(Locale.ROOT, "%d samples, float %.4f, %d draws%n", floatRight.length, floatOnAll, DRAWS);
        out.println(
                "half widths in points (held, %): accuracy seen alone, with the difference; difference plain, from strata");
        plans().forEach(this::print);
    }

    /** Presets, and three single layers clipped to parts of their range. */
    private Map<String, QuantPlan> plans() {
        Map<String, QuantPlan> plans = new LinkedHashMap<>();
        for (Preset preset : List.of(Preset.INT8, Preset.W8, Preset.INT16X8, Preset.INT4)) {
            plans.put(preset.label(), QuantPlan.of(preset));
        }
        QuantPlan int8 = QuantPlan.of(Preset.INT8);
        EvaluationResult result = patient.evaluate(int8);
        List<LayerResult> layers = result.layers().stream()
                .filter(l -> l.layer().outputRange().isPresent())
                .filter(l -> l.layer().layer().hasWeights())
                .toList();
        for (int i : new int[] {layers.size() / 4, layers.size() / 2, layers.size() * 3 / 4}) {
            String layer = layers.get(i).name();
            ClipRange range = layers.get(i).layer().outputRange().orElseThrow();
            LayerConfig config = int8.configFor(layer);
            for (float clip : CLIPS) {
                RangeRule moved = RangeRule.Manual.of(range.low() * clip, range.high() * clip);
                plans.put(
                        layer + " clipped to " + clip,
                        int8.withLayer(
                                layer,
                                config.withActivations(config.activations().withRule(moved))));
            }
        }
        return plans;
    }

    private void print(String name, QuantPlan plan) {
        SamplePredictions predictions = patient.predictions(plan);
        boolean[] right = right(predictions.quantizedClasses());
        long same = IntStream.range(0, right.length)
                .filter(i -> !predictions.isChanged(i))
                .count();
        out.printf(Locale.ROOT, "%-44s agreement %.4f", name, (double) same / right.length);
        for (int seen : SEEN) {
            Tally alone = new Tally();
            Tally withDifference = new Tally();
            Tally plain = new Tally();
            Tally strata = new Tally();
            Random random = new Random(seen);
            int[] order = IntStream.range(0, right.length).toArray();
            for (int draw = 0; draw < DRAWS; draw++) {
                shuffle(order, 0, order.length, seen, random);
                MetricValue value = seen(order, seen, right);
                double onAll = share(right);
                alone.add(value.ci95().orElseThrow(), onAll);
                plain.add(value.deltaCi95().orElseThrow(), onAll - floatOnAll);
                withDifference.add(
                        DifferenceEstimate.of(value, floatOnAll, seen, right.length)
                                .ci95()
                                .orElseThrow(),
                        onAll);
                strata.add(stratified(right, seen, random), onAll - floatOnAll);
            }
            out.printf(Locale.ROOT, "; %d: %s, %s; %s, %s", seen, alone, withDifference, plain, strata);
        }
        out.println();
    }

    /** What the first {@code seen} samples of {@code order} show. */
    private MetricValue seen(int[] order, int seen, boolean[] right) {
        long own = 0;
        long floats = 0;
        long onlyFloat = 0;
        long onlyOwn = 0;
        for (int k = 0; k < seen; k++) {
            boolean was = floatRight[order[k]];
            boolean is = right[order[k]];
            own += is ? 1 : 0;
            floats += was ? 1 : 0;
            onlyFloat += was && !is ? 1 : 0;
            onlyOwn += is && !was ? 1 : 0;
        }
        return new MetricValue(
                OptionalDouble.of((double) floats / seen),
                (double) own / seen,
                Optional.of(WilsonInterval.of(own, seen)),
                Optional.of(PairedInterval.ofDifference(onlyFloat, onlyOwn, seen)));
    }

    /**
     * The difference from strata weighted by their share of all samples; to each stratum's counts is added what {@link PairedInterval} adds to all,
     * in proportion to its weight.
     */
    private Interval stratified(boolean[] right, int seen, Random random) {
        double estimate = 0;
        double variance = 0;
        int from = 0;
        for (int h = 0; h < STRATA_END.length; h++) {
            int to = (int) Math.round(STRATA_END[h] * right.length);
            double weight = (double) (to - from) / right.length;
            int drawn = (int) Math.round(STRATA_SHARE[h] * seen);
            shuffle(byMargin, from, to, drawn, random);
            double onlyFloat = weight / 2;
            double onlyOwn = weight / 2;
            for (int k = from; k < from + drawn; k++) {
                boolean was = floatRight[byMargin[k]];
                boolean is = right[byMargin[k]];
                onlyFloat += was && !is ? 1 : 0;
                onlyOwn += is && !was ? 1 : 0;
            }
            double n = drawn + 2 * weight;
            double mean = (onlyOwn - onlyFloat) / n;
            estimate += weight * mean;
            variance += weight * weight * ((onlyOwn + onlyFloat) / n - mean * mean) / n;
            from = to;
        }
        double half = WilsonInterval.Z_95 * Math.sqrt(variance);
        return new Interval(estimate - half, estimate + half);
    }

    /** Puts {@code count} samples drawn from {@code [from, to)} of {@code order} first in it; an order of any kind will do. */
    private static void shuffle(int[] order, int from, int to, int count, Random random) {
        for (int k = from; k < from + count; k++) {
            int other = k + random.nextInt(to - k);
            int sample = order[k];
            order[k] = order[other];
            order[other] = sample;
        }
    }

    /** Widths and coverage of intervals. */
    private static final class Tally {
        private double halves;
        private int held;
        private int count;

        void add(Interval interval, double truth) {
            halves += (interval.high() - interval.low()) / 2;
            held += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
            count++;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.2f (%.0f)", 100 * halves / count, 100.0 * held / count);
        }
    }
}
