package dev.vernier.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.SmallNetworks;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random sequences of edits: what is answered from the cache must be what a fresh evaluation answers, bit for bit. */
class IncrementalEvaluationTest {
    private static final int SEQUENCES = 200;
    private static final int EDITS = 3;
    private static final int SAMPLES = 96;
    private static final List<Preset> PRESETS =
            List.of(Preset.FP32, Preset.FP16, Preset.DYNAMIC, Preset.INT8, Preset.INT16X8, Preset.W8, Preset.INT4);

    @ParameterizedTest
    @ValueSource(strings = {"residual", "branches"})
    void incrementalResultsEqualFreshOnesAndOnlyTheDownstreamRuns(String network) {
        Graph graph = network.equals("residual") ? SmallNetworks.residual(1) : SmallNetworks.branches(2);
        Dataset data = SmallNetworks.data(graph, SAMPLES, 3);
        CalibrationResult calibration =
                CalibrationRun.run(graph, data, 64, "seeded", Progress.NONE, Cancellation.NEVER);
        ModelQuantizer quantizer = new ModelQuantizer(graph, calibration);
        EvaluationOptions options = new EvaluationOptions(SAMPLES, 1L << 30, SAMPLES);
        try (EvaluationSession incremental = new EvaluationSession(graph, data, options)) {
            for (int sequence = 0; sequence < SEQUENCES; sequence++) {
                Random random = new Random(sequence);
                QuantPlan plan = QuantPlan.of(Preset.INT8);
                evaluate(incremental, quantizer, plan);
                for (int edit = 0; edit < EDITS; edit++) {
                    List<String> touched = new ArrayList<>();
                    QuantPlan next = edit(plan, quantizer, random, touched);
                    EvaluationResult got = evaluate(incremental, quantizer, next);
                    String what = network + " sequence " + sequence + " edit " + edit + " at " + touched;
                    assertThat(got.work().layersRun()).as(what).isSubsetOf(downstream(graph, touched));
                    try (EvaluationSession fresh = new EvaluationSession(graph, data, options)) {
                        assertEqualResults(what, got, evaluate(fresh, quantizer, next));
                    }
                    plan = next;
                }
            }
        }
    }

    private static EvaluationResult evaluate(EvaluationSession session, ModelQuantizer quantizer, QuantPlan plan) {
        return session.evaluate(quantizer.quantize(plan), r -> {}, Cancellation.NEVER);
    }

    private static void assertEqualResults(String what, EvaluationResult got, EvaluationResult fresh) {
        assertThat(got.samples()).as(what).isEqualTo(SAMPLES).isEqualTo(fresh.samples());
        assertThat(got.top1()).as(what).isEqualTo(fresh.top1());
        assertThat(got.agreement()).as(what).isEqualTo(fresh.agreement());
        assertThat(Double.doubleToLongBits(got.meanAbsError()))
                .as(what + " mean absolute error " + got.meanAbsError() + " and " + fresh.meanAbsError())
                .isEqualTo(Double.doubleToLongBits(fresh.meanAbsError()));
        for (int i = 0; i < got.layers().size(); i++) {
            assertThat(got.layers().get(i).accumulated())
                    .as(what + " layer " + got.layers().get(i).name())
                    .isEqualTo(fresh.layers().get(i).accumulated());
        }
    }

    private static QuantPlan edit(QuantPlan plan, ModelQuantizer quantizer, Random random, List<String> touched) {
        List<Layer> layers = quantizer.layers();
        Layer layer = layers.get(random.nextInt(layers.size()));
        touched.add(layer.name());
        LayerConfig config = plan.configFor(layer.name());
        switch (random.nextInt(5)) {
            case 0:
                float high = 0.2f + random.nextFloat() * 4;
                return plan.withLayer(
                        layer.name(),
                        config.withActivations(config.activations().withRule(RangeRule.Manual.of(-high / 2, high))));
            case 1:
                return plan.withLayer(
                        layer.name(),
                        config.withWeights(config.weights()
                                .withGranularity(random.nextBoolean() ? Granularity.TENSOR : Granularity.CHANNEL)));
            case 2:
                return plan.withLayer(
                        layer.name(),
                        config.withWeights(
                                config.weights().withRule(new RangeRule.Percentile(90 + random.nextInt(10)))));
            default:
                return plan.withLayer(
                        layer.name(),
                        PRESETS.get(random.nextInt(PRESETS.size())).config());
        }
    }

    /** The layers that may have to run: the touched ones, those that share a concat's grid with one, and all that read them. */
    private static Set<String> downstream(Graph graph, List<String> touched) {
        Set<String> values = new HashSet<>();
        Set<String> layers = new HashSet<>(touched);
        for (Layer layer : Layer.listOf(graph)) {
            boolean joins = layer.node().map(n -> n.op().unifiesInputs()).orElse(false);
            Set<String> joined = joins
                    ? layer.activationInputs().stream()
                            .map(v -> graph.producerOf(v).orElseThrow().name())
                            .collect(Collectors.toSet())
                    : Set.of();
            if (joins && (touched.contains(layer.name()) || joined.stream().anyMatch(touched::contains))) {
                layers.addAll(joined);
                values.addAll(layer.activationInputs());
            }
            if (touched.contains(layer.name())) {
                values.add(layer.output().name());
            }
        }
        for (Node n : graph.nodes()) {
            if (n.inputs().stream().anyMatch(values::contains)) {
                values.addAll(n.outputs());
                layers.add(n.name());
            }
        }
        return layers;
    }
}
