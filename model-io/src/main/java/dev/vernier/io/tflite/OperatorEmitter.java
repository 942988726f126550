package dev.vernier.io.tflite;

import com.google.flatbuffers.Table;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.tensorflow.lite.schema.ActivationFunctionType;

/**
 * What a mapping works with: the operands of one operator, and where the operations go that it turns into. The operation that computes
 * a result gets the result's name. Nothing reaches the graph before the mapping has succeeded.
 */
final class OperatorEmitter {
    private final TfliteOperator operator;
    private final SubgraphScope scope;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, TensorData> constants = new LinkedHashMap<>();
    private final Map<String, LayerConfig> configs = new LinkedHashMap<>();
    private final Map<Integer, String> results = new LinkedHashMap<>();
    private String weightsValue = "";
    private LayerConfig weightsConfig = LayerConfig.FLOAT;

    OperatorEmitter(TfliteOperator operator, SubgraphScope scope) {
        this.operator = operator;
        this.scope = scope;
    }

    TfliteOperator operator() {
        return operator;
    }

    SubgraphScope scope() {
        return scope;
    }

    <T extends Table> Optional<T> options(byte kind, T empty) {
        return operator.options(kind, empty);
    }

    /** The options of an operator that has no meaning without them. */
    <T extends Table> T required(byte kind, T empty) {
        return operator.options(kind, empty)
                .orElseThrow(() -> new UnsupportedOperator("because its options are missing"));
    }

    // Operands

    int inputCount() {
        return operator.inputs().size();
    }

    boolean has(int operand) {
        return operand < operator.inputs().size() && operator.inputs().get(operand) >= 0;
    }

    private int index(int operand) {
        if (!has(operand)) {
            throw new UnsupportedOperator("because its operand " + operand + " is missing");
        }
        return operator.inputs().get(operand);
    }

    TfliteTensor input(int operand) {
        return scope.tensor(index(operand));
    }

    /** Operand {@code operand} as a value. */
    String value(int operand) {
        return scope.value(index(operand));
    }

    boolean isConstant(int operand) {
        return scope.isConstant(index(operand));
    }

    /** The type that operand {@code operand} has in the graph. */
    DataType valueType(int operand) {
        return scope.spec(index(operand), "").type();
    }

    Shape shape(int operand) {
        return input(operand).asShape();
    }

    int rank(int operand) {
        return shape(operand).rank();
    }

    /** Dimension {@code axis} of operand {@code operand}, which must be known. */
    int dim(int operand, int axis) {
        long d = shape(operand).dim(axis);
        if (d == Shape.UNKNOWN) {
            throw new UnsupportedOperator(
                    "because the length of axis " + axis + " of its operand " + operand + " is free");
        }
        return Math.toIntExact(d);
    }

    /** The whole numbers of a constant operand. */
    int[] integers(int operand) {
        if (!isConstant(operand)) {
            throw new UnsupportedOperator("because its operand " + operand + " is computed while it runs");
        }
        return scope.conversion().tensors().stored(scope.origin(index(operand))).toInts();
    }

    /** The operand as an int64 value, as operands that say shapes and axes are; a single number becomes a list of one. */
    String longs(int operand) {
        if (!isConstant(operand)) {
            return helper("int64", new Cast(DataType.INT64), value(operand));
        }
        int[] numbers = integers(operand);
        return longs("operand_" + operand, Arrays.stream(numbers).asLongStream().toArray());
    }

    int axis(int axis, int rank) {
        int fromFront = axis < 0 ? axis + rank : axis;
        if (fromFront < 0 || fromFront >= Math.max(rank, 1)) {
            throw new UnsupportedOperator("along axis " + axis + " of a tensor of " + rank + " axes");
        }
        return fromFront;
    }

    /**
     * The weights, axes in the order of the engine: result axis {@code i} is the file's axis {@code permutation[i]}. The layer that takes
     * them as weights is configured as the file has them.
     *
     * @param channelAxis the engine's axis of the output channels
     */
    String weights(int operand, int channelAxis, int... permutation) {
        int index = index(operand);
        if (!scope.isConstant(index)) {
            return isIdentity(permutation)
                    ? value(operand)
                    : helper(
                            "weights",
                            new Transpose(Arrays.stream(permutation).boxed().toList()),
                            value(operand));
        }
        TfliteTensor origin = scope.origin(index);
        TensorData real = scope.conversion().tensors().real(origin);
        TensorData weights = isIdentity(permutation) ? real : AxisPermutation.apply(real, permutation);
        String name = scope.nameOf(index);
        String value = isIdentity(permutation) ? name : name + "/" + weights.shape();
        constants.put(value, weights);
        weightsValue = value;
        weightsConfig = configOf(index, origin, channelAxis, permutation);
        return value;
    }

    private LayerConfig configOf(int index, TfliteTensor origin, int channelAxis, int[] permutation) {
        Optional<QuantSpec> spec = TfliteGrids.weights(origin);
        if (spec.isEmpty()) {
            return LayerConfig.FLOAT;
        }
        boolean perChannel = origin.isQuantized() && origin.quantization().isPerChannel();
        if (perChannel && permutation[channelAxis] != origin.quantization().axis()) {
            throw new UnsupportedOperator("with weights that have scales along axis "
                    + origin.quantization().axis() + ", which is not the output channels'");
        }
        LayerConfig config = LayerConfig.FLOAT.withWeights(spec.get());
        boolean hybrid = !scope.isDequantized(index) && origin.isQuantized() && valueIsStoredFloat(0);
        return hybrid ? config.withActivations(dynamic()) : config;
    }

    private boolean valueIsStoredFloat(int operand) {
        return input(operand).type().map(DataType::isFloating).orElse(false);
    }

    /** What the runtime's hybrid kernels do: symmetric int8 codes, the range taken from each sample. */
    private static QuantSpec dynamic() {
        return QuantSpec.dynamicActivations().withSymmetric(true).withNarrowRange(true);
    }

    private static boolean isIdentity(int[] permutation) {
        for (int i = 0; i < permutation.length; i++) {
            if (permutation[i] != i) {
                return false;
            }
        }
        return true;
    }

    /**
     * The bias as real numbers: stored float, or codes whose scale is the product of the input's and the weights'.
     *
     * @return an empty string if there is none
     */
    String bias(int operand) {
        if (!has(operand)) {
            return "";
        }
        int index = index(operand);
        TfliteTensor t = scope.origin(index);
        boolean codes = t.type().map(DataType::isInteger).orElse(false);
        if (!codes || !scope.isConstant(index)) {
            return value(operand);
        }
        TfliteQuantization q = t.quantization() != null ? t.quantization() : productOfScales();
        String value = scope.nameOf(index);
        constants.put(
                value, TfliteTensors.dequantized(scope.conversion().tensors().stored(t), q));
        return value;
    }

    private TfliteQuantization productOfScales() {
        TfliteQuantization x = input(0).quantization();
        TfliteQuantization w = scope.origin(index(1)).quantization();
        if (x == null || w == null) {
            throw new UnsupportedOperator("because its integer bias has no scale");
        }
        float[] scales = w.scales().clone();
        for (int c = 0; c < scales.length; c++) {
            scales[c] *= x.scales()[0];
        }
        return new TfliteQuantization(scales, new int[scales.length], 0);
    }

    // Results

    TfliteTensor output(int result) {
        return scope.tensor(operator.outputs().get(result));
    }

    int outputCount() {
        return operator.outputs().size();
    }

    private String resultName(int result) {
        return scope.nameOf(operator.outputs().get(result));
    }

    /** An operation on the way, called {@code result/role}. */
    String helper(String role, Op op, String... operands) {
        return helper(role, op, List.of(operands));
    }

    String helper(String role, Op op, List<String> operands) {
        String name = scope.conversion().freshName(resultName(0) + "/" + role);
        add(name, op, operands, List.of(name));
        return name;
    }

    String longs(String role, long... numbers) {
        return constant(role, TensorData.ofLongs(Shape.of(numbers.length), numbers));
    }

    String constant(String role, TensorData data) {
        String name = scope.conversion().freshName(resultName(0) + "/" + role);
        constants.put(name, data);
        return name;
    }

    /** The operation that computes the operator's first result, and is called as it is. */
    void result(Op op, String... operands) {
        result(0, op, List.of(operands));
    }

    void result(int result, Op op, List<String> operands) {
        String name = resultName(result);
        add(name, op, operands, List.of(name));
        finish(result, name, name);
    }

    /** One operation for all results. */
    void results(Op op, String... operands) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < outputCount(); i++) {
            names.add(resultName(i));
        }
        add(names.get(0), op, List.of(operands), names);
        for (int i = 0; i < outputCount(); i++) {
            finish(i, names.get(i), names.get(0));
        }
    }

    /**
     * The operation that computes the first result, with an activation that the file has fused into it.
     *
     * @param withClamp the operation with the limits that it applies itself
     */
    void resultWithActivation(byte activation, Function<Clamp, Op> withClamp, String... operands) {
        switch (activation) {
            case ActivationFunctionType.TANH ->
                result(new Tanh(), helper("before_tanh", withClamp.apply(Clamp.NONE), operands));
            case ActivationFunctionType.SIGN_BIT -> throw new UnsupportedOperator("with the fused activation SIGN_BIT");
            default -> result(withClamp.apply(clamp(activation)), operands);
        }
    }

    /** The same for an operation that limits nothing itself. */
    void resultThenActivation(byte activation, Op op, String... operands) {
        Clamp clamp = activation == ActivationFunctionType.TANH ? Clamp.NONE : clamp(activation);
        if (activation == ActivationFunctionType.TANH) {
            result(new Tanh(), helper("before_tanh", op, operands));
        } else if (clamp.isNone()) {
            result(op, operands);
        } else {
            result(new Clip(clamp.low(), clamp.high()), helper("before_activation", op, operands));
        }
    }

    private static Clamp clamp(byte activation) {
        return switch (activation) {
            case ActivationFunctionType.NONE -> Clamp.NONE;
            case ActivationFunctionType.RELU -> Clamp.RELU;
            case ActivationFunctionType.RELU6 -> Clamp.RELU6;
            case ActivationFunctionType.RELU_N1_TO_1 -> new Clamp(-1, 1);
            default -> throw new UnsupportedOperator("with fused activation number " + activation);
        };
    }

    /** The first result is {@code value}, which exists already. */
    void alias(String value) {
        results.put(0, value);
    }

    /** The first result is the real numbers of a constant operand. */
    void aliasOfConstant(int operand) {
        scope.dequantizes(operator.outputs().get(0), scope.origin(index(operand)));
    }

    private void add(String name, Op op, List<String> operands, List<String> outputs) {
        int last = operands.size();
        while (last > 0 && operands.get(last - 1).isEmpty()) {
            last--;
        }
        nodes.add(new Node(name, op, operands.subList(0, last), outputs));
        boolean weighted = op.weightInput() >= 0
                && op.weightInput() < last
                && operands.get(op.weightInput()).equals(weightsValue);
        if (weighted && !weightsConfig.equals(LayerConfig.FLOAT)) {
            configs.put(name, weightsConfig);
        }
    }

    private void finish(int result, String value, String layer) {
        results.put(result, value);
        if (result == 0) {
            TfliteGrids.activations(output(0))
                    .ifPresent(grid -> configs.merge(
                            layer, LayerConfig.FLOAT.withActivations(grid), (own, g) -> own.withActivations(grid)));
        }
    }

    /** Puts everything into the graph. */
    void commit() {
        TfliteConversion conversion = scope.conversion();
        constants.forEach(conversion::constant);
        nodes.forEach(conversion::node);
        configs.forEach(conversion::configure);
        results.forEach((result, value) -> {
            int tensor = operator.outputs().get(result);
            scope.bind(tensor, value);
            TensorSpec spec = scope.spec(tensor, value);
            if (nodes.stream().anyMatch(n -> n.outputs().contains(value))) {
                conversion.spec(spec);
            }
        });
    }
}
