package dev.vernier.io.tflite;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.FixedPointRescale;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.QuantizePerSample;
import dev.vernier.engine.graph.op.RoundAwayFrom;
import dev.vernier.engine.graph.op.RoundToFloat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.lite.schema.BuiltinOperator;

/**
 * What an export works with: the operands of one node, in the form and the order of axes that it asks for, and where its operators go.
 * Conversions between forms and orders are written when they are first asked for, and shared.
 */
final class TfliteEmitter {
    private final Graph graph;
    private final FlatbufferModel file = new FlatbufferModel();
    private final Map<String, HeldValue> held = new HashMap<>();
    private final Map<String, TflitePort> layers = new HashMap<>();
    private Node node;
    private Optional<QuantParams> codes = Optional.empty();

    TfliteEmitter(Graph graph) {
        this.graph = graph;
    }

    Graph graph() {
        return graph;
    }

    /** Where the file has the results of nodes, by node. */
    Map<String, TflitePort> layers() {
        return Map.copyOf(layers);
    }

    FlatbufferModel file() {
        return file;
    }

    /** From now on operands are {@code n}'s; codes if {@code grid}, that of its results, is given. */
    void begin(Node n, Optional<QuantParams> grid) {
        this.node = n;
        this.codes = grid;
    }

    /** Whether the present node computes with codes. */
    boolean onCodes() {
        return codes.isPresent();
    }

    /** The grid of the present node's results, where it computes with codes. */
    Optional<QuantParams> grid() {
        return codes;
    }

    VernierException cannot(String why) {
        return cannot(node, why);
    }

    static VernierException cannot(Node node, String why) {
        return new VernierException("Cannot export layer \"" + node.name() + "\" ("
                + node.op().type() + ") to TensorFlow Lite: " + why
                + "; replace that layer in the source model, or export to .onnx");
    }

    // Values

    void bind(String value, HeldValue h) {
        held.put(value, h);
    }

    /** The value as the file holds it; constants are held as soon as they are asked for. */
    HeldValue held(String value) {
        HeldValue known = held.get(value);
        if (known != null) {
            return known;
        }
        TensorData data =
                graph.constant(value).orElseThrow(() -> cannot("it reads " + value + ", which is not computed"));
        HeldValue constant = HeldValue.constant(value, data, Optional.empty());
        held.put(value, constant);
        return constant;
    }

    HeldValue held(int operand) {
        return held(node.input(operand));
    }

    /** The type and shape of {@code value}; steps that the plan added have those of what they lead to. */
    TensorSpec spec(String value) {
        Optional<TensorSpec> spec = graph.spec(value);
        if (spec.isPresent()) {
            return spec.get();
        }
        return graph.consumersOf(value).stream()
                .filter(n -> isStep(n.op()))
                .findFirst()
                .map(n ->
                        new TensorSpec(value, DataType.FLOAT32, spec(n.output()).shape()))
                .orElseThrow(() -> cannot("the shape of " + value + " is not known"));
    }

    /** Whether the operation leaves shape and meaning as they are: quantization and rounding. */
    static boolean isStep(Op op) {
        return op instanceof QuantizeLinear
                || op instanceof DequantizeLinear
                || op instanceof FixedPointRescale
                || op instanceof RoundAwayFrom
                || op instanceof RoundToFloat
                || op instanceof QuantizePerSample;
    }

    /** The value in one form and order. */
    WrittenTensor read(HeldValue h, boolean asCodes, Arrangement wanted) {
        Optional<WrittenTensor> known = h.tensor(asCodes, wanted);
        if (known.isPresent()) {
            return known.get();
        }
        WrittenTensor made;
        if (h.isConstant()) {
            made = constant(h, asCodes, wanted);
        } else if (!wanted.equals(h.arrangement())) {
            made = transposed(h, read(h, asCodes, h.arrangement()), wanted);
        } else {
            WrittenTensor stored = h.tensor(true, wanted).orElseThrow();
            made = file.tensor(h.name() + "/float", DataType.FLOAT32, stored.shape(), Optional.empty());
            op(BuiltinOperator.DEQUANTIZE, OperatorOptions.NONE, List.of(stored), made);
        }
        h.put(asCodes, wanted, made);
        return made;
    }

    private WrittenTensor transposed(HeldValue h, WrittenTensor from, Arrangement wanted) {
        WrittenTensor to =
                file.tensor(h.name() + "/transposed", from.type(), wanted.shapeInFile(h.shape()), from.grid());
        int[] permutation = h.arrangement().permutationTo(wanted);
        op(BuiltinOperator.TRANSPOSE, OperatorOptions.NONE, List.of(from, ints(permutation)), to);
        return to;
    }

    private WrittenTensor constant(HeldValue h, boolean asCodes, Arrangement wanted) {
        int[] permutation = h.arrangement().permutationTo(wanted);
        TensorData data =
                StoredCodes.asStored(AxisPermutation.apply(h.constant().orElseThrow(), permutation), h.grid());
        WrittenTensor stored = file.constant(h.name(), data, h.grid().map(g -> StoredCodes.permuted(g, permutation)));
        boolean widened = data.type() == DataType.FLOAT16 || (h.grid().isPresent() && !asCodes);
        return widened ? dequantized(h.name(), stored) : stored;
    }

    /** The real numbers of stored codes or halves. */
    WrittenTensor dequantized(String name, WrittenTensor stored) {
        WrittenTensor real = file.tensor(name + "/float", DataType.FLOAT32, stored.shape(), Optional.empty());
        op(BuiltinOperator.DEQUANTIZE, OperatorOptions.NONE, List.of(stored), real);
        return real;
    }

    // Operands of the present node

    boolean has(int operand) {
        return node.hasInput(operand);
    }

    /** In the graph's order of axes. */
    Shape shape(int operand) {
        return held(operand).shape();
    }

    int rank(int operand) {
        return shape(operand).rank();
    }

    /** The order in which operand {@code operand} is there already. */
    Arrangement arrangement(int operand) {
        return held(operand).arrangement();
    }

    /** In the graph's own order of axes. */
    WrittenTensor operand(int operand) {
        return operand(operand, Arrangement.natural(rank(operand)));
    }

    WrittenTensor operand(int operand, Arrangement wanted) {
        HeldValue h = held(operand);
        if (h.flatOrder().isPresent()) {
            throw new IllegalStateException(node.name() + " does not know of the order of " + h.name());
        }
        return read(h, onCodes() && h.grid().isPresent(), wanted);
    }

    /** In whatever order it is held. */
    WrittenTensor operandAsHeld(int operand) {
        HeldValue h = held(operand);
        return read(h, onCodes() && h.grid().isPresent(), h.arrangement());
    }

    boolean isConstant(int operand) {
        return has(operand) && held(operand).isConstant();
    }

    /** The plain constant that operand {@code operand} is. */
    TensorData numbers(int operand) {
        HeldValue h = held(operand);
        if (!h.isConstant() || h.grid().isPresent()) {
            throw cannot("its operand " + operand + " is computed while it runs");
        }
        return h.constant().orElseThrow();
    }

    long[] longs(int operand) {
        return numbers(operand).toLongs();
    }

    // Results of the present node

    /** Result 0 in the graph's order of axes. */
    WrittenTensor result() {
        return result(Arrangement.natural(spec(node.output()).shape().rank()));
    }

    WrittenTensor result(Arrangement arrangement) {
        return result(0, arrangement);
    }

    /** The tensor that result {@code index} is to be written to. */
    WrittenTensor result(int index, Arrangement arrangement) {
        String value = node.outputs().get(index);
        TensorSpec spec = spec(value);
        DataType type = codes.map(g -> g.type().storage()).orElse(spec.type());
        String name = index == 0 ? node.name() : value;
        WrittenTensor tensor = file.tensor(name, type, arrangement.shapeInFile(spec.shape()), codes);
        HeldValue h = HeldValue.computed(name, spec.type(), spec.shape(), arrangement, codes);
        h.put(onCodes(), arrangement, tensor);
        held.put(value, h);
        if (index == 0) {
            layers.put(name, new TflitePort(file.nameOf(tensor), arrangement.axes()));
        }
        return tensor;
    }

    /** Result 0 of an operation that computes each element from the one at its place: in the order of {@code operand}. */
    WrittenTensor resultLike(int operand) {
        HeldValue x = held(operand);
        WrittenTensor tensor = result(x.arrangement());
        x.flatOrder().ifPresent(order -> held(node.output()).setFlatOrder(order));
        return tensor;
    }

    boolean wants(int result) {
        return result < node.outputs().size() && !node.outputs().get(result).isEmpty();
    }

    /** A tensor between two operators of the present node, real numbers or of another type that is no code. */
    WrittenTensor between(String role, DataType type, Shape shapeInFile) {
        return file.tensor(node.name() + "/" + role, type, shapeInFile, Optional.empty());
    }

    /** A tensor like {@code like} between two operators of the present node: of its type, on its grid. */
    WrittenTensor between(String role, WrittenTensor like, Shape shapeInFile) {
        return file.tensor(node.name() + "/" + role, like.type(), shapeInFile, like.grid());
    }

    /** State that the runtime keeps for the present node; zeros at first. */
    WrittenTensor variable(String role, Shape shapeInFile) {
        return file.variable(node.name() + "/" + role, shapeInFile);
    }

    // Operators

    void op(int builtin, OperatorOptions options, List<WrittenTensor> inputs, WrittenTensor... outputs) {
        file.operator(builtin, options, inputs, List.of(outputs));
    }

    void op(int builtin, List<WrittenTensor> inputs, WrittenTensor... outputs) {
        op(builtin, OperatorOptions.NONE, inputs, outputs);
    }

    /** A list of whole numbers, as shapes, axes and permutations are. */
    WrittenTensor ints(int... values) {
        return constant("ints", TensorData.ofInts(Shape.of(values.length), values));
    }

    WrittenTensor ints(long[] values) {
        return ints(Arrays.stream(values).mapToInt(TfliteEmitter::toInt).toArray());
    }

    /** TensorFlow Lite's shapes and axes have 32 bits; "up to the end" is written as a number larger than any. */
    static int toInt(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    WrittenTensor constant(String role, TensorData data) {
        return file.constant((node == null ? "" : node.name() + "/") + role, data, Optional.empty());
    }

    /** A constant on {@code grid}, if that is given. */
    WrittenTensor constant(String role, TensorData data, Optional<QuantParams> grid) {
        return file.constant(node.name() + "/" + role, data, grid);
    }

    WrittenTensor reshaped(String role, WrittenTensor x, Shape shapeInFile) {
        WrittenTensor to = between(role, x, shapeInFile);
        op(BuiltinOperator.RESHAPE, List.of(x, ints(shapeInFile.toArray())), to);
        return to;
    }

    /**
     * Where an operator with a limit on its result writes: the result itself if the operator can limit it, else a tensor that {@link
     * #limit} reads.
     */
    WrittenTensor beforeLimit(Clamp clamp, Arrangement arrangement) {
        if (FusedActivation.isFusable(clamp, codes)) {
            return result(arrangement);
        }
        Shape shape = arrangement.shapeInFile(spec(node.output()).shape());
        return between("linear", DataType.FLOAT32, shape);
    }

    /** Limits what {@link #beforeLimit} answered, where the operator could not. */
    void limit(Clamp clamp, WrittenTensor linear, Arrangement arrangement) {
        if (!FusedActivation.isFusable(clamp, codes)) {
            clamp(clamp, linear, result(arrangement));
        }
    }

    /** {@code from} limited to {@code clamp}, as real numbers. */
    void clamp(Clamp clamp, WrittenTensor from, WrittenTensor to) {
        Optional<Integer> one = FusedActivation.operatorFor(clamp);
        if (one.isPresent()) {
            op(one.get(), List.of(from), to);
            return;
        }
        boolean below = clamp.low() != Float.NEGATIVE_INFINITY;
        boolean above = clamp.high() != Float.POSITIVE_INFINITY;
        WrittenTensor raised = below && above ? between("raised", DataType.FLOAT32, from.shape()) : to;
        if (below) {
            op(BuiltinOperator.MAXIMUM, List.of(from, constant("low", TensorData.scalar(clamp.low()))), raised);
        }
        if (above) {
            WrittenTensor x = below ? raised : from;
            op(BuiltinOperator.MINIMUM, List.of(x, constant("high", TensorData.scalar(clamp.high()))), to);
        }
    }
}
