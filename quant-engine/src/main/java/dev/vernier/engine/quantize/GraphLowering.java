package dev.vernier.engine.quantize;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.QuantizePerSample;
import dev.vernier.engine.graph.op.RoundToFloat;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.range.RangeResolver;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Builds the explicit graph, layer by layer in running order.
 *
 * <p>A quantized value keeps its name for its real (dequantized) form; what the layer computes before quantizing is called
 * {@code name + "__float"} and its codes {@code name + "__q"}. Where a reader wants another grid than the value is on, a conversion is
 * placed on that edge and shared by all readers that want the same.
 */
final class GraphLowering {
    /** What form a value has in the lowered graph. */
    private record Form(Optional<QuantParams> grid, Optional<RoundToFloat> rounded) {
        static final Form FLOAT = new Form(Optional.empty(), Optional.empty());
    }

    private record Edge(String value, Object form) {}

    private final Graph source;
    private final ActivationRanges ranges;
    private final TargetRuntime target;
    private final LayerWeightLowering weights;
    private final Graph.Builder lowered;
    private final Set<String> names = new HashSet<>();
    private final Map<String, Form> forms = new HashMap<>();
    private final Map<Edge, String> conversions = new HashMap<>();
    private final Set<String> countedConstants = new HashSet<>();
    private final List<FileSize.Span> spans = new ArrayList<>();
    private final Map<String, TensorSpec> shapes = new HashMap<>();

    GraphLowering(Graph source, ActivationRanges ranges, QuantizedWeightCache weightCache, QuantPlan plan) {
        this.target = plan.target();
        this.source = source;
        this.ranges = ranges;
        this.lowered = Graph.builder(source.name());
        this.weights = new LayerWeightLowering(source, lowered, weightCache, plan.cures(), this::fresh);
        source.constants().forEach(lowered::constant);
        names.addAll(source.constants().keySet());
        source.inputs().forEach(i -> names.add(i.name()));
        for (Node n : source.nodes()) {
            names.add(n.name());
            names.addAll(n.outputs());
            n.outputs().forEach(o -> source.spec(o).ifPresent(lowered::spec));
        }
    }

    QuantizedLayer lower(Layer layer, LayerConfig config) {
        int from = lowered.nodeCount();
        QuantizedLayer result = layer.isInput() ? lowerInput(layer, config) : lowerNode(layer, config);
        spans.add(new FileSize.Span(layer.name(), from, lowered.nodeCount()));
        return result;
    }

    /** The nodes that each layer brought, in the order of {@link #finish()}'s graph. */
    List<FileSize.Span> spans() {
        return spans;
    }

    Graph finish() {
        source.outputs().forEach(lowered::output);
        return lowered.dropUnusedConstants().build();
    }

    private QuantizedLayer lowerInput(Layer layer, LayerConfig config) {
        TensorSpec spec = layer.output();
        lowered.input(spec);
        forms.put(spec.name(), Form.FLOAT);
        String real = spec.name();
        Optional<QuantParams> grid = Optional.empty();
        QuantSpec activations = config.activations();
        if (layer.isQuantizable() && ActivationRanges.isStaticInteger(activations)) {
            grid = Optional.of(ranges.grid(real, activations));
            real = onGrid(real, grid.get());
        } else if (layer.isQuantizable() && isRounded(activations)) {
            real = rounded(real, rounding(spec.name(), activations));
        }
        Optional<ClipRange> range = rangeOf(layer, spec.name(), activations);
        return new QuantizedLayer(
                layer,
                config,
                Optional.empty(),
                List.of(),
                grid,
                range,
                real,
                0,
                Optional.empty(),
                outputError(layer, spec.name(), spec.name(), activations, grid));
    }

    private QuantizedLayer lowerNode(Layer layer, LayerConfig config) {
        Node node = layer.node().orElseThrow();
        QuantSpec activations = config.activations();
        boolean quantizable = layer.isQuantizable();
        boolean staticInteger = quantizable && ActivationRanges.isStaticInteger(activations);
        boolean rounds = quantizable && isRounded(activations);
        List<String> operands = new ArrayList<>(node.inputs());
        for (int i = 0; i < operands.size(); i++) {
            String value = operands.get(i);
            if (staticInteger && storesOperand(node, i)) {
                String gridOf = node.op().unifiesInputs() ? layer.output().name() : value;
                operands.set(i, storedCodes(value, gridOf, activations));
                continue;
            }
            if (!quantizable || !layer.activationInputs().contains(value)) {
                continue;
            }
            if (staticInteger) {
                String gridOf = node.op().unifiesInputs() ? layer.output().name() : value;
                operands.set(i, onGrid(value, ranges.grid(gridOf, activations)));
            } else if (rounds) {
                String rangeOf = node.op().unifiesInputs() ? layer.output().name() : value;
                operands.set(i, rounded(value, rounding(rangeOf, activations)));
            } else if (activations.isDynamic() && layer.hasWeights()) {
                operands.set(i, perSample(value, activations));
            }
        }
        LayerWeights layerWeights = LayerWeights.NONE;
        if (layer.hasWeights()) {
            Optional<QuantParams> inputGrid =
                    staticInteger ? gridOf(layer.activationInputs().get(0), activations) : Optional.empty();
            layerWeights = weights.lower(layer, config, inputGrid);
            layerWeights.weights().ifPresent(w -> operands.set(node.op().weightInput(), w));
            layerWeights.bias().ifPresent(b -> operands.set(node.op().biasInput(), b));
        }
        String out = node.output();
        boolean keeps = layer.keepsScale();
        boolean inheritsRange = ranges.inheritsGrid(layer) && !node.op().unifiesInputs() && quantizable;
        String rangeOf = inheritsRange && !ranges.isGiven(layer)
                ? layer.activationInputs().get(0)
                : out;
        Optional<QuantParams> grid = staticInteger ? Optional.of(ranges.grid(rangeOf, activations)) : Optional.empty();
        // A quantized file may give an operation that only moves values a grid that is not its input's.
        boolean changesGrid = staticInteger
                && inheritsRange
                && !ranges.grid(layer.activationInputs().get(0), activations).equals(grid.get());
        boolean convertsOutput = (!keeps || changesGrid) && (staticInteger || rounds);
        String computed = convertsOutput ? fresh(out + "__float") : out;
        if (convertsOutput) {
            sameShape(out, computed);
        }
        List<String> outputs = new ArrayList<>(node.outputs());
        outputs.set(0, computed);
        lowered.node(new Node(node.name(), node.op(), operands, outputs));
        if (convertsOutput && staticInteger) {
            quantizeDequantize(rescaled(layer, activations, layerWeights, computed, grid.get()), grid.get(), out);
        } else if (convertsOutput) {
            round(computed, rounding(rangeOf, activations), out);
        }
        forms.put(out, new Form(grid, rounds ? Optional.of(rounding(rangeOf, activations)) : Optional.empty()));
        Optional<ClipRange> range = rangeOf(layer, rangeOf, activations);
        return new QuantizedLayer(
                layer,
                config,
                layerWeights.params(),
                layerWeights.ranges(),
                grid,
                range,
                out,
                layerWeights.bytes() + otherConstantBytes(layer, node),
                layerWeights.error(),
                outputError(layer, out, rangeOf, activations, grid));
    }

    /** The clipping range of {@code value}, where that decides its numbers. */
    private Optional<ClipRange> rangeOf(Layer layer, String value, QuantSpec activations) {
        return layer.isQuantizable() && ActivationRanges.hasStaticRange(activations)
                ? Optional.of(ranges.range(value, activations))
                : Optional.empty();
    }

    /** @param rangeOf the value whose range {@code value} has */
    private Optional<TensorError> outputError(
            Layer layer, String value, String rangeOf, QuantSpec activations, Optional<QuantParams> grid) {
        if (!layer.isQuantizable() || !activations.precision().isScaledFloat()) {
            return ranges.error(value, grid);
        }
        Float8 format = Float8Quantization.format(activations.precision());
        return Optional.of(ranges.error(value, format, ranges.float8Scale(rangeOf, activations)));
    }

    /** {@code computed} as an integer kernel of the target has it before the last rounding. */
    private String rescaled(
            Layer layer, QuantSpec activations, LayerWeights layerWeights, String computed, QuantParams grid) {
        if (target != TargetRuntime.TFLITE || activations.precision() != Precision.INT8) {
            return computed;
        }
        QuantParams input = ranges.grid(layer.activationInputs().get(0), activations);
        return FixedPointRounding.before(layer, input, layerWeights.params(), grid)
                .map(op -> {
                    String rounded = fresh(computed + "__steps");
                    sameShape(computed, rounded);
                    lowered.node(new Node(fresh(rounded + "_node"), op, List.of(computed), List.of(rounded)));
                    return rounded;
                })
                .orElse(computed);
    }

    private Optional<QuantParams> gridOf(String value, QuantSpec spec) {
        return Optional.of(ranges.grid(value, spec));
    }

    /** Constants that are neither weights nor bias (a scale, a table), counted with the first layer that reads them. */
    private long otherConstantBytes(Layer layer, Node node) {
        long bytes = 0;
        for (String operand : node.inputs()) {
            boolean counted = layer.weights().filter(operand::equals).isPresent()
                    || layer.bias().filter(operand::equals).isPresent();
            Optional<TensorData> constant = source.constant(operand);
            if (!counted
                    && constant.isPresent()
                    && constant.get().type().isFloating()
                    && countedConstants.add(operand)) {
                bytes += DataType.FLOAT32.bytesFor(constant.get().elementCount());
            }
        }
        return bytes;
    }

    /** Whether values are rounded to a narrower float; TensorFlow Lite computes in float32 where weights are halves. */
    private boolean isRounded(QuantSpec spec) {
        boolean half = spec.precision() == Precision.FP16 || spec.precision() == Precision.BF16;
        return spec.precision().isScaledFloat() || (half && target != TargetRuntime.TFLITE);
    }

    /** @param value whose range decides the scale of floats of 8 bits */
    private RoundToFloat rounding(String value, QuantSpec spec) {
        if (spec.precision().isScaledFloat()) {
            Float8 format = Float8Quantization.format(spec.precision());
            return new RoundToFloat(format.type(), ranges.float8Scale(value, spec));
        }
        return new RoundToFloat(spec.precision() == Precision.FP16 ? DataType.FLOAT16 : DataType.BFLOAT16);
    }

    /** Whether operand {@code i} is a constant that the target's integer kernel takes as codes, like any other operand. */
    private boolean storesOperand(Node node, int i) {
        Op op = node.op();
        boolean arithmetic = op instanceof Add || op instanceof Sub || op instanceof Mul || op.unifiesInputs();
        return target == TargetRuntime.TFLITE
                && arithmetic
                && node.hasInput(i)
                && source.constant(node.input(i))
                        .filter(c -> c.type() == DataType.FLOAT32 && c.elementCount() > 0)
                        .isPresent();
    }

    /** The constant {@code value} as codes: on its own grid, or on that of the value which all operands share. */
    private String storedCodes(String value, String gridOf, QuantSpec activations) {
        TensorData numbers = source.constant(value).orElseThrow();
        QuantSpec extremes = activations.withRule(RangeRule.MIN_MAX);
        QuantParams grid = gridOf.equals(value)
                ? ScaleCalculator.perTensor(
                        RangeResolver.resolve(TensorStatistics.of(numbers.toFloats()), extremes), extremes)
                : ranges.grid(gridOf, activations);
        return conversions.computeIfAbsent(new Edge(value, grid), e -> {
            String real = fresh(value + "__" + grid.type().bits() + "bit");
            String codes = fresh(value + "__q");
            lowered.constant(codes, AffineQuantization.quantize(numbers, grid, activations.rounding()));
            sameShape(value, real);
            lowered.node(new Node(
                    fresh(real + "_DequantizeLinear"), new DequantizeLinear(grid), List.of(codes), List.of(real)));
            return real;
        });
    }

    /** {@code value} on {@code grid}: itself if it is there already. */
    private String onGrid(String value, QuantParams grid) {
        Form form = forms.getOrDefault(value, Form.FLOAT);
        if (form.grid().isPresent() && form.grid().get().equals(grid)) {
            return value;
        }
        return conversions.computeIfAbsent(new Edge(value, grid), e -> {
            String real = fresh(value + "__" + grid.type().bits() + "bit");
            quantizeDequantize(value, grid, real);
            return real;
        });
    }

    private String rounded(String value, RoundToFloat rounding) {
        if (forms.getOrDefault(value, Form.FLOAT).rounded().equals(Optional.of(rounding))) {
            return value;
        }
        return conversions.computeIfAbsent(new Edge(value, rounding), e -> {
            String real = fresh(value + "__" + label(rounding.format()));
            round(value, rounding, real);
            return real;
        });
    }

    private String perSample(String value, QuantSpec spec) {
        return conversions.computeIfAbsent(new Edge(value, spec), e -> {
            String real = fresh(value + "__dynamic");
            sameShape(value, real);
            lowered.node(new Node(
                    fresh(real + "_node"),
                    new QuantizePerSample(ScaleCalculator.codes(spec), spec.symmetric()),
                    List.of(value),
                    List.of(real)));
            return real;
        });
    }

    /** {@code real} has the shape of {@code value}: writers ask for it. */
    private void sameShape(String value, String real) {
        Optional<TensorSpec> known = Optional.ofNullable(shapes.get(value)).or(() -> source.spec(value));
        known.ifPresent(s -> {
            TensorSpec spec = new TensorSpec(real, s.type(), s.shape());
            shapes.put(real, spec);
            lowered.spec(spec);
        });
    }

    private void quantizeDequantize(String value, QuantParams grid, String real) {
        sameShape(value, real);
        String codes = fresh(real + "__q");
        lowered.node(
                new Node(fresh(real + "_QuantizeLinear"), new QuantizeLinear(grid), List.of(value), List.of(codes)));
        lowered.node(
                new Node(fresh(real + "_DequantizeLinear"), new DequantizeLinear(grid), List.of(codes), List.of(real)));
    }

    private static String label(DataType format) {
        return format == DataType.FLOAT16 ? "fp16" : format == DataType.BFLOAT16 ? "bf16" : "fp8";
    }

    private void round(String value, RoundToFloat rounding, String real) {
        sameShape(value, real);
        lowered.node(new Node(fresh(real + "_Round"), rounding, List.of(value), List.of(real)));
    }

    private String fresh(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    /** What was done to a layer's weights and bias: their new operand names, grid, ranges, bytes and error. */
    record LayerWeights(
            Optional<String> weights,
            Optional<String> bias,
            Optional<QuantParams> params,
            List<ClipRange> ranges,
            long bytes,
            Optional<TensorError> error) {
        static final LayerWeights NONE =
                new LayerWeights(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), 0, Optional.empty());
    }
}
