package dev.vernier.engine.diagnose;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.diagnose.Finding.Severity;
import dev.vernier.engine.equalize.CrossLayerEqualization;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.LayerResult;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.spec.Cures.Equalization;
import dev.vernier.engine.spec.QuantPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is diagnosed: one evaluated plan, with what calibration showed of the graph that it quantizes. */
final class Subject {
    /** Below this loss of accuracy, and without a significant one, nobody would look for reasons. */
    private static final double SMALL_LOSS = 0.02;

    private static final double ENOUGH_AGREEMENT = 0.98;
    private static final double SMALL_OUTPUT_NOISE = 3e-3;
    private static final double LARGE_OUTPUT_NOISE = 0.1;

    private final EvaluationResult result;
    private final CalibrationResult calibration;
    private final Optional<CalibrationResult> atEvaluation;
    private final Map<String, QuantizedLayer> makers = new HashMap<>();
    private final Map<String, LayerNoise> noise = new LinkedHashMap<>();
    private Map<String, float[]> factors;

    /**
     * @param calibration of {@code result}'s reference graph
     * @param atEvaluation of the float graph on the samples of the evaluation
     */
    Subject(EvaluationResult result, CalibrationResult calibration, Optional<CalibrationResult> atEvaluation) {
        this.result = result;
        this.calibration = calibration;
        this.atEvaluation = atEvaluation;
        for (LayerResult l : result.layers()) {
            makers.put(l.layer().layer().output().name(), l.layer());
        }
        new NoiseEstimate(this).layers().forEach(n -> noise.put(n.layer(), n));
    }

    EvaluationResult result() {
        return result;
    }

    QuantPlan plan() {
        return result.model().plan();
    }

    /** The float graph that was quantized. */
    Graph graph() {
        return result.model().reference();
    }

    CalibrationResult calibration() {
        return calibration;
    }

    Optional<CalibrationResult> atEvaluation() {
        return atEvaluation;
    }

    /** In running order. */
    List<QuantizedLayer> layers() {
        return result.layers().stream().map(LayerResult::layer).toList();
    }

    QuantizedLayer layer(String name) {
        return result.model().layer(name);
    }

    /** The layer whose result {@code value} is; empty for a constant. */
    Optional<QuantizedLayer> makerOf(String value) {
        return Optional.ofNullable(makers.get(value));
    }

    /** The layer that computes what {@code value} holds, past those that only move values. */
    Optional<QuantizedLayer> originOf(String value) {
        Optional<QuantizedLayer> maker = makerOf(value);
        while (maker.isPresent() && handsOn(maker.get())) {
            maker = makerOf(maker.get().layer().activationInputs().get(0));
        }
        return maker;
    }

    Optional<TensorStatistics> statistics(String value) {
        return Optional.ofNullable(calibration.statistics().get(value)).filter(s -> s.count() > 0);
    }

    /** The layers that read {@code value}. */
    List<QuantizedLayer> readersOf(String value) {
        return graph().consumersOf(value).stream()
                .flatMap(n -> Optional.ofNullable(result.model().layers().get(n.name())).stream())
                .toList();
    }

    /**
     * The layers that compute with {@code value}, and those that hand it on to them as it is; a concat, which puts it on another grid, counts
     * as computing. In running order.
     */
    List<QuantizedLayer> reachedBy(String value) {
        Set<QuantizedLayer> reached = new LinkedHashSet<>();
        for (QuantizedLayer reader : readersOf(value)) {
            reached.add(reader);
            if (handsOn(reader)) {
                reached.addAll(reachedBy(reader.layer().output().name()));
            }
        }
        return List.copyOf(reached);
    }

    /** Whether {@code layer} moves the values of one tensor and does nothing else. */
    static boolean handsOn(QuantizedLayer layer) {
        return layer.layer().keepsScale() && layer.layer().activationInputs().size() == 1;
    }

    /** The grid that {@code value} is on where {@code reader} takes it; empty where it is real or takes its range at run time. */
    Optional<QuantParams> gridAt(QuantizedLayer reader, String value) {
        Node node = reader.layer().node().orElseThrow();
        Node lowered = result.model().graph().node(node.name()).orElseThrow();
        String operand = lowered.input(node.inputs().indexOf(value));
        Optional<Node> producer = result.model().graph().producerOf(operand);
        if (producer.isPresent() && producer.get().op() instanceof DequantizeLinear) {
            return Optional.of(((DequantizeLinear) producer.get().op()).params());
        }
        return operand.equals(value) ? makerOf(value).flatMap(QuantizedLayer::outputParams) : Optional.empty();
    }

    /** By layer in running order. */
    Map<String, LayerNoise> noise() {
        return noise;
    }

    /** The noise ratio that {@code layer} adds; 0 where it is not known. */
    double added(String layer) {
        LayerNoise n = noise.get(layer);
        return n == null ? 0 : n.added();
    }

    double shareOf(String layer) {
        LayerNoise n = noise.get(layer);
        return n == null ? 0 : n.share();
    }

    /** How much a finding matters that is felt at {@code layer}. */
    Severity severity(String layer) {
        return severityOf(added(layer));
    }

    /** How much noise of {@code ratio} to the signal matters. */
    Severity severityOf(double ratio) {
        return isHealthy() || ratio < 0.01 ? Severity.NOTE : ratio < 0.1 ? Severity.WARNING : Severity.SEVERE;
    }

    /** Where what is wrong with {@code layer}'s result is felt most: there, or at one of those that read it. */
    String feltAt(QuantizedLayer layer) {
        return readersOf(layer.layer().output().name()).stream()
                .map(Subject::name)
                .filter(reader -> added(reader) > added(name(layer)))
                .max(Comparator.comparingDouble(this::added))
                .orElse(name(layer));
    }

    /** Whether the plan loses nothing that could be told from chance, or that anybody would mind. */
    boolean isHealthy() {
        if (result.deltaTop1().isPresent()) {
            boolean significant = result.deltaCi95().map(ci -> ci.high() < 0).orElse(false);
            return !significant && result.deltaTop1().getAsDouble() > -SMALL_LOSS;
        }
        boolean agrees = result.agreement() >= ENOUGH_AGREEMENT && !(outputNoise() >= LARGE_OUTPUT_NOISE);
        return agrees || outputNoise() < SMALL_OUTPUT_NOISE;
    }

    /** The accumulated noise ratio of the network's first output that was measured; NaN where none was. */
    double outputNoise() {
        return graph().outputs().stream()
                .flatMap(o -> makerOf(o).stream())
                .map(l -> noise.get(l.layer().name()))
                .filter(n -> n != null && !Double.isNaN(n.accumulated()))
                .mapToDouble(LayerNoise::accumulated)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** What equalization would divide the channels of {@code value} by; empty where it cannot, or is in effect already. */
    Optional<float[]> equalizingFactors(String value) {
        if (plan().cures().equalization() != Equalization.NONE) {
            return Optional.empty();
        }
        if (factors == null) {
            factors = CrossLayerEqualization.factors(graph(), calibration);
        }
        return Optional.ofNullable(factors.get(value));
    }

    /** The layers' names. */
    static List<String> names(List<QuantizedLayer> layers) {
        List<String> names = new ArrayList<>();
        layers.stream()
                .map(l -> l.layer().name())
                .filter(n -> !names.contains(n))
                .forEach(names::add);
        return names;
    }

    /** Whether {@code layer} has weights on a grid that differ from the float ones. */
    static boolean hasRoundedWeights(QuantizedLayer layer) {
        return layer.weightParams().isPresent()
                && layer.weightError().filter(e -> e.mse() > 0).isPresent();
    }

    /** The name people know {@code layer} by. */
    static String name(QuantizedLayer layer) {
        return layer.layer().name();
    }
}
