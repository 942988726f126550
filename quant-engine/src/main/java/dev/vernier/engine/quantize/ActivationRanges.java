package dev.vernier.engine.quantize;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.range.GridPreview;
import dev.vernier.engine.range.RangeResolver;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The clipping range of every activation tensor under one plan, and the grid an edge puts on it.
 *
 * <p>A range belongs to the tensor: it is chosen by the rule of the layer that computes the tensor, where that layer is quantized or its
 * range was set by hand; otherwise by the rule of the layer that reads it. Operations that only move values have their input's range,
 * and everything that is joined has one range.
 */
final class ActivationRanges {
    private final Graph graph;
    private final CalibrationResult calibration;
    private final ActivationErrorCache errors;
    private final QuantPlan plan;
    private final boolean tflite;
    private final Map<String, Layer> producers = new HashMap<>();
    private final Map<String, Optional<Layer>> joinedBy = new HashMap<>();
    private final Map<String, Map<QuantSpec, ClipRange>> resolved = new HashMap<>();

    /** @param errors of the same calibration */
    ActivationRanges(
            Graph graph,
            List<Layer> layers,
            CalibrationResult calibration,
            ActivationErrorCache errors,
            QuantPlan plan) {
        this.graph = graph;
        this.errors = errors;
        this.calibration = calibration;
        this.plan = plan;
        this.tflite = plan.target() == TargetRuntime.TFLITE;
        layers.forEach(l -> producers.put(l.output().name(), l));
    }

    /** The grid of {@code value} on an edge that asks for {@code spec}. */
    QuantParams grid(String value, QuantSpec spec) {
        return given(value)
                .flatMap(rule -> GivenGrid.of(spec.withRule(rule), QuantParams.PER_TENSOR, 1))
                .or(() -> prescribed(value, spec))
                .orElseGet(() -> ScaleCalculator.perTensor(range(value, spec), spec));
    }

    /** The only grid on which the target's kernel answers {@code value}. */
    private Optional<QuantParams> prescribed(String value, QuantSpec spec) {
        Layer producer = producers.get(value);
        boolean moves = producer.keepsScale()
                && producer.activationInputs().size() == 1
                && !isForOneTensor(plan.configFor(producer.name()).activations().rule());
        if (!tflite || !isStaticInteger(spec)) {
            return Optional.empty();
        }
        if (moves) {
            return prescribed(producer.activationInputs().get(0), spec);
        }
        boolean onCodes = isStaticInteger(plan.configFor(producer.name()).activations());
        return onCodes
                ? producer.node()
                        .flatMap(n ->
                                TfliteGrid.ofResult(n.op(), spec.precision().bits()))
                : Optional.empty();
    }

    /** Whether the layer's result is on its operand's grid: it only moves values, or the target's kernel wants it so. */
    boolean inheritsGrid(Layer layer) {
        return layer.keepsScale()
                || (tflite
                        && layer.node().isPresent()
                        && TfliteGrid.sharesOperandGrid(layer.node().get().op()));
    }

    /** The grid that the plan gives {@code value} as numbers: by the layer that computes it, or by the one that it only moves through. */
    private Optional<RangeRule.Given> given(String value) {
        Optional<Layer> join = joiningLayer(value);
        if (join.isPresent()) {
            return given(join.get().output().name());
        }
        Layer producer = producers.get(value);
        RangeRule own = plan.configFor(producer.name()).activations().rule();
        if (own instanceof RangeRule.Given) {
            return Optional.of((RangeRule.Given) own);
        }
        boolean moves =
                inheritsGrid(producer) && producer.activationInputs().size() == 1 && !(own instanceof RangeRule.Manual);
        return moves ? given(producer.activationInputs().get(0)) : Optional.empty();
    }

    /** Whether the plan gives the grid of {@code layer}'s own result as numbers. */
    boolean isGiven(Layer layer) {
        return plan.configFor(layer.name()).activations().rule() instanceof RangeRule.Given;
    }

    /** The clipping range of {@code value} on an edge that asks for {@code spec}. */
    ClipRange range(String value, QuantSpec spec) {
        Map<QuantSpec, ClipRange> known = resolved.computeIfAbsent(value, v -> new HashMap<>());
        ClipRange range = known.get(spec);
        if (range == null) {
            range = joiningLayer(value).map(join -> joinedRange(join, spec)).orElseGet(() -> ownRange(value, spec));
            known.put(spec, range);
        }
        return range;
    }

    /** The scale of {@code value} as floats of 8 bits, on an edge that asks for {@code spec}. */
    float float8Scale(String value, QuantSpec spec) {
        return Float8Quantization.scale(range(value, spec), Float8Quantization.format(spec.precision()));
    }

    /** What rounding to floats of 8 bits alone does to {@code value}, told from its histogram. */
    TensorError error(String value, Float8 format, float scale) {
        return ActivationErrorCache.of(GridPreview.of(calibration.statistics(value), format, scale));
    }

    /** What {@code grid} alone does to {@code value}, told from its histogram. */
    Optional<TensorError> error(String value, Optional<QuantParams> grid) {
        return grid.map(g -> errors.of(value, g));
    }

    /**
     * The quantized concat that is the only reader of {@code value}, where both are asked for in the same precision: the value is put on the
     * concat's grid at once. A value in another precision is converted on its way there, and keeps a range of its own.
     */
    private Optional<Layer> joiningLayer(String value) {
        return joinedBy.computeIfAbsent(value, v -> {
            if (graph.outputs().contains(v) || graph.consumersOf(v).size() != 1 || hasOwnGrid(v)) {
                return Optional.empty();
            }
            Layer reader = producers.get(graph.consumersOf(v).get(0).output());
            QuantSpec joint = plan.configFor(reader.name()).activations();
            QuantSpec own = plan.configFor(producers.get(v).name()).activations();
            boolean joins = reader.node().orElseThrow().op().unifiesInputs()
                    && hasStaticRange(joint)
                    && (!hasStaticRange(own) || own.precision() == joint.precision());
            return joins ? Optional.of(reader) : Optional.empty();
        });
    }

    /** Whether the target's kernel leaves the grid of {@code value} no choice. */
    private boolean hasOwnGrid(String value) {
        Layer producer = producers.get(value);
        Optional<Op> op = producer.node().map(Node::op);
        return tflite
                && op.isPresent()
                && (TfliteGrid.sharesOperandGrid(op.get())
                        || TfliteGrid.ofResult(op.get(), Byte.SIZE).isPresent());
    }

    private ClipRange joinedRange(Layer join, QuantSpec spec) {
        Optional<Layer> outer = joiningLayer(join.output().name());
        if (outer.isPresent()) {
            return joinedRange(outer.get(), spec);
        }
        return ownRange(join.output().name(), spec);
    }

    private ClipRange ownRange(String value, QuantSpec spec) {
        Layer producer = producers.get(value);
        QuantSpec own = plan.configFor(producer.name()).activations();
        boolean setByHand = isForOneTensor(own.rule());
        if (inheritsGrid(producer) && !producer.activationInputs().isEmpty() && !setByHand) {
            return producer.activationInputs().stream()
                    .map(in -> ownRange(in, spec))
                    .reduce(ClipRange::union)
                    .orElseThrow();
        }
        // A range set for the reader's own result says nothing about what it reads.
        RangeRule readers = isForOneTensor(spec.rule()) ? RangeRule.MIN_MAX : spec.rule();
        RangeRule chosen = hasStaticRange(own) || setByHand ? own.rule() : readers;
        ClipRange range = RangeResolver.resolve(calibration.statistics(value), spec.withRule(chosen));
        boolean forOnnxRuntime = plan.target() == TargetRuntime.ONNXRUNTIME && !setByHand;
        return forOnnxRuntime ? OnnxRuntimeRange.of(producer, spec, range) : range;
    }

    private static boolean isForOneTensor(RangeRule rule) {
        return rule instanceof RangeRule.Manual || rule instanceof RangeRule.Given;
    }

    /** Whether activations have a range that is known before the model runs. */
    static boolean hasStaticRange(QuantSpec spec) {
        return spec.precision().hasRange() && !spec.isDynamic();
    }

    /** Whether activations are codes on a grid that is known before the model runs. */
    static boolean isStaticInteger(QuantSpec spec) {
        return spec.precision().isInteger() && !spec.isDynamic();
    }
}
