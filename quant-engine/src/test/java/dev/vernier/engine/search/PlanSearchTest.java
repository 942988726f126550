package dev.vernier.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.SmallNetworks;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.TargetRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanSearchTest {
    private static final int SAMPLES = 200;

    /** Labels of the seeded data are random; noise in percent of the outputs tells any two plans apart. */
    private static final List<Metric> METRICS = List.of(Metric.OUTPUT_SQNR);

    private final Graph graph = ShapeInference.annotate(SmallNetworks.branches(5));
    private final InMemoryDataset data = SmallNetworks.data(graph, SAMPLES, 5);
    private final ModelQuantizer quantizer = quantizer(graph, data);
    private final QuantPlan int8 = QuantPlan.of(Preset.INT8);

    private static ModelQuantizer quantizer(Graph graph, InMemoryDataset data) {
        return new ModelQuantizer(
                graph, CalibrationRun.run(graph, data, SAMPLES, "seeded", Progress.NONE, Cancellation.NEVER));
    }

    private static SearchOptions options() {
        return SearchOptions.ofSamples(SAMPLES).withMetrics(METRICS).withBudget(Duration.ofMinutes(10));
    }

    private SearchResult search(SearchGoal goal, String... choices) {
        return new PlanSearch(quantizer, data, options())
                .run(int8, goal, choices(choices), SearchListener.NONE, Cancellation.NEVER);
    }

    private static List<PrecisionChoice> choices(String... labels) {
        return List.of(labels).stream()
                .map(l -> PrecisionChoice.ofLabel(l).orElseThrow())
                .toList();
    }

    /** Evaluates plans as {@code evaluate} does. */
    private static final class Scores implements AutoCloseable {
        private final ModelQuantizer quantizer;
        private final EvaluationSession session;

        Scores(ModelQuantizer quantizer, InMemoryDataset data) {
            this.quantizer = quantizer;
            this.session = new EvaluationSession(
                    quantizer.graph(),
                    data,
                    EvaluationOptions.ofSamples(SAMPLES).withMetrics(METRICS));
        }

        EvaluationResult of(QuantPlan plan) {
            return session.evaluate(quantizer.quantize(plan), r -> {}, Cancellation.NEVER);
        }

        @Override
        public void close() {
            session.close();
        }
    }

    /** Every plan there is, of five layers at three choices each. */
    private List<EvaluationResult> everyPlan(List<PrecisionChoice> choices) {
        SearchSpace space = new SearchSpace(quantizer, int8, choices);
        int plans = (int) Math.pow(space.choices().size(), space.layers());
        List<EvaluationResult> all = new ArrayList<>(plans);
        try (Scores scores = new Scores(quantizer, data)) {
            for (int n = 0; n < plans; n++) {
                int[] chosen = new int[space.layers()];
                for (int l = 0, rest = n;
                        l < chosen.length;
                        l++, rest /= space.choices().size()) {
                    chosen[l] = rest % space.choices().size();
                }
                all.add(scores.of(space.plan(Assignment.of(chosen))));
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 1, 1.5, 2})
    void nothingIsSmallerWithinTheDropThanWhatIsFound(double drop) {
        Candidate found = search(SearchGoal.cheapest(Cost.SIZE, drop), "int8", "int4")
                .found()
                .orElseThrow();
        long smallest = everyPlan(choices("int8", "int4")).stream()
                .filter(r -> Drop.of(r) <= drop)
                .mapToLong(r -> r.model().sizeBytes())
                .min()
                .orElseThrow();
        assertThat(found.drop()).isLessThanOrEqualTo(drop);
        assertThat(found.sizeBytes()).isEqualTo(smallest);
    }

    @Test
    void nothingWithinTheSizeIsBetterThanWhatIsFound() {
        long limit = quantizer.quantize(QuantPlan.of(Preset.INT8)).sizeBytes() - 150;
        Candidate found = search(SearchGoal.best(Cost.SIZE, limit), "int8", "int4")
                .found()
                .orElseThrow();
        double best = everyPlan(choices("int8", "int4")).stream()
                .filter(r -> r.model().sizeBytes() <= limit)
                .mapToDouble(Drop::of)
                .min()
                .orElseThrow();
        assertThat(found.sizeBytes()).isLessThanOrEqualTo(limit);
        assertThat(found.drop()).isEqualTo(best);
    }

    /** The greedy search that a person would write down, without any of the search's own parts. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theFrontIsNoWorseThanGreedyBySensitivity(long seed) {
        Graph net = ShapeInference.annotate(SmallNetworks.residual(seed));
        InMemoryDataset samples = SmallNetworks.data(net, SAMPLES, seed);
        ModelQuantizer q = quantizer(net, samples);
        SearchResult result = new PlanSearch(q, samples, options())
                .run(
                        int8,
                        SearchGoal.cheapest(Cost.SIZE, 1),
                        choices("int8", "int4"),
                        SearchListener.NONE,
                        Cancellation.NEVER);
        try (Scores scores = new Scores(q, samples)) {
            Map<String, Double> alone = q.layers().stream()
                    .filter(Layer::hasWeights)
                    .collect(Collectors.toMap(
                            Layer::name, l -> divergence(scores.of(int8.withLayer(l.name(), Preset.INT4.config())))));
            List<String> leastFirst = alone.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .toList();
            QuantPlan plan = int8;
            for (String layer : leastFirst) {
                plan = plan.withLayer(layer, Preset.INT4.config());
                EvaluationResult greedy = scores.of(plan);
                assertThat(result.front())
                        .as(
                                "greedy with %s at int4: %s bytes, %s points",
                                layer, greedy.model().sizeBytes(), Drop.of(greedy))
                        .anyMatch(c -> c.sizeBytes() <= greedy.model().sizeBytes() && c.drop() <= Drop.of(greedy));
            }
        }
    }

    private static double divergence(EvaluationResult result) {
        return -result.metric(Metric.OUTPUT_SQNR).map(MetricValue::value).orElseThrow();
    }

    @Test
    void everyCandidateScoresTheSameOnItsOwn() {
        SearchResult result = search(SearchGoal.cheapest(Cost.BOPS, 2), "int8", "w4a8", "w4a4");
        assertThat(result.front()).hasSizeGreaterThan(2);
        for (Candidate c : result.front()) {
            try (Scores fresh = new Scores(quantizer, data)) {
                EvaluationResult alone = fresh.of(c.plan());
                assertThat(alone.metric(Metric.OUTPUT_SQNR)).contains(c.main());
                assertThat(alone.model().sizeBytes()).isEqualTo(c.sizeBytes());
            }
        }
    }

    @Test
    void theFrontRunsFromSmallToLargeAndNoneIsBeaten() {
        List<Candidate> front = search(SearchGoal.cheapest(Cost.SIZE, 2), "int8", "int4", "w2a8")
                .front();
        assertThat(front).isSortedAccordingTo(Comparator.comparingLong(Candidate::sizeBytes));
        assertThat(front)
                .isSortedAccordingTo(Comparator.comparingDouble(Candidate::drop).reversed());
        assertThat(front.stream().map(Candidate::drop)).doesNotHaveDuplicates();
    }

    @Test
    void itFindsTheSameEveryTime() {
        SearchGoal goal = SearchGoal.cheapest(Cost.SIZE, 1);
        SearchResult first = search(goal, "int8", "int4");
        SearchResult second = search(goal, "int8", "int4");
        assertThat(second.found()).isEqualTo(first.found());
        assertThat(second.front()).isEqualTo(first.front());
        assertThat(first.isComplete()).isTrue();
    }

    @Test
    void whereTheUsualChoicesAreNotEnoughWiderOnesAreTried() {
        assertThat(search(SearchGoal.cheapest(Cost.SIZE, 1)).front())
                .allMatch(c -> c.choices().stream().noneMatch(p -> p.label().equals("fp32")));
        Candidate found = search(SearchGoal.cheapest(Cost.SIZE, 0.002)).found().orElseThrow();
        assertThat(found.drop()).isLessThanOrEqualTo(0.002);
        assertThat(found.choices()).anyMatch(p -> List.of("fp32", "int16x8").contains(p.label()));
    }

    @Test
    void allAtFloatIsTheFloatModel() {
        SearchResult result = search(SearchGoal.cheapest(Cost.SIZE, 0), "fp32", "int8");
        Candidate found = result.found().orElseThrow();
        assertThat(found.drop()).isZero();
        assertThat(found.choices()).allMatch(c -> c.label().equals("fp32"));
        assertThat(result.front()).last().isEqualTo(found);
    }

    @Test
    void whatCannotBeReachedIsNotFound() {
        SearchResult result = search(SearchGoal.cheapest(Cost.SIZE, 0.001), "int8", "int4");
        assertThat(result.found()).isEmpty();
        assertThat(result.front()).isNotEmpty();
        assertThat(result.isComplete()).isTrue();
    }

    /** In numbers alone: in a file, weights as few as these cost more at 4 bits, for what widens them again. */
    @Test
    void aReasonIsGivenForEachLayer() {
        SearchResult result = new PlanSearch(quantizer, data, options())
                .run(
                        int8.withTarget(TargetRuntime.RESEARCH),
                        SearchGoal.cheapest(Cost.SIZE, 1),
                        choices("int8", "int4"),
                        SearchListener.NONE,
                        Cancellation.NEVER);
        Candidate found = result.found().orElseThrow();
        List<LayerReason> reasons = result.trades().orElseThrow().explain(found);
        assertThat(reasons).extracting(LayerReason::layer).containsExactly("left", "right", "mix", "hidden", "head");
        assertThat(reasons).extracting(LayerReason::rank).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        assertThat(reasons).allSatisfy(r -> {
            assertThat(r.isNarrowed()).isEqualTo(!r.choice().label().equals("int8"));
            assertThat(r.trade().orElseThrow().saved()).isPositive();
        });
    }

    @Test
    void cancelledItStopsAtOnce() {
        AtomicInteger evaluations = new AtomicInteger();
        SearchListener counting = new SearchListener() {
            @Override
            public void progress(Phase phase, int done, int total) {
                evaluations.incrementAndGet();
            }

            @Override
            public void grown(SearchResult soFar) {}
        };
        assertThatThrownBy(() -> new PlanSearch(quantizer, data, options())
                        .run(
                                int8,
                                SearchGoal.cheapest(Cost.SIZE, 1),
                                choices("int8", "int4"),
                                counting,
                                () -> evaluations.get() >= 7))
                .isInstanceOf(CancellationException.class);
        assertThat(evaluations).hasValue(7);
    }

    @Test
    void whenTimeRunsOutWhatWasFoundIsKept() {
        AtomicInteger grown = new AtomicInteger();
        SearchListener slow = new SearchListener() {
            @Override
            public void progress(Phase phase, int done, int total) {
                if (phase == Phase.SENSITIVITY) {
                    try {
                        Thread.sleep(400);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }

            @Override
            public void grown(SearchResult soFar) {
                grown.incrementAndGet();
            }
        };
        SearchOptions brief = options().withBudget(Duration.ofMillis(800));
        SearchResult result = new PlanSearch(quantizer, data, brief)
                .run(int8, SearchGoal.cheapest(Cost.SIZE, 1), choices("int8", "int4"), slow, Cancellation.NEVER);
        assertThat(result.isComplete()).isFalse();
        assertThat(result.trades()).isEmpty();
        assertThat(result.evaluated()).isEqualTo(grown.get()).isBetween(1, 3);
    }

    @Test
    void whatThePlanSaysAtTheSamePrecisionStays() {
        QuantPlan tuned = int8.withTarget(TargetRuntime.RESEARCH)
                .withLayer(
                        "mix",
                        Preset.INT8
                                .config()
                                .withActivations(
                                        Preset.INT8.config().activations().withRule(RangeRule.Manual.of(0, 1))));
        SearchSpace space = new SearchSpace(quantizer, tuned, choices("int8", "int4"));
        QuantPlan narrow = space.plan(space.narrowest());
        assertThat(narrow.target()).isEqualTo(TargetRuntime.RESEARCH);
        assertThat(narrow.configFor("mix").activations())
                .isEqualTo(tuned.configFor("mix").activations());
        assertThat(narrow.configFor("mix").weights())
                .isEqualTo(Preset.INT4.config().weights());
        assertThat(space.plan(space.uniform(0))).isEqualTo(tuned);
    }

    @Test
    void aLayerWithoutWeightsFollowsTheWidestItReads() {
        SearchSpace space = new SearchSpace(quantizer, int8, choices("fp32", "int8"));
        // left, right, mix, hidden, head
        QuantPlan plan = space.plan(Assignment.of(0, 1, 1, 1, 1));
        assertThat(plan.configFor("join").activations().precision().label()).isEqualTo("fp32");
        assertThat(plan.configFor("x").activations().precision().label()).isEqualTo("fp32");
        assertThat(plan.configFor("pool").activations().precision().label()).isEqualTo("int8");
    }
}
