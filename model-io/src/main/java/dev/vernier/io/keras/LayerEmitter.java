package dev.vernier.io.keras;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.shape.SymbolicTensor;
import dev.vernier.io.ImportFinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a mapping works with: the layer and one call of it, what is known of the operands, and where the operations and constants go that
 * they turn into. Nothing reaches the graph before the mapping has succeeded.
 */
final class LayerEmitter {
    private final KerasConversion state;
    private final KerasLayer layer;
    private final String name;
    private final List<String> operands;
    private final LayerCall call;
    private final Map<String, String> namedOperands;
    private final Map<String, TensorData> variables;
    private final String variablePrefix;
    private final KerasLayer owner;
    private final List<Node> nodes;
    private final Map<String, TensorData> constants;
    private final boolean[] mainUsed;
    private String answeredMask;

    /**
     * @param name of the node
     * @param operands values of the tensors it is called with, in order
     * @param namedOperands values of the tensors passed by name
     */
    LayerEmitter(
            KerasConversion state,
            KerasLayer layer,
            String name,
            LayerCall call,
            List<String> operands,
            Map<String, String> namedOperands) {
        this.state = state;
        this.layer = layer;
        this.owner = layer;
        this.name = name;
        this.call = call;
        this.operands = operands;
        this.namedOperands = namedOperands;
        this.variables = state.weightsOf(layer);
        this.variablePrefix = "";
        this.nodes = new ArrayList<>();
        this.constants = new LinkedHashMap<>();
        this.mainUsed = new boolean[1];
    }

    private LayerEmitter(LayerEmitter outer, KerasLayer inner, String variablePrefix, List<String> operands) {
        this.state = outer.state;
        this.layer = inner;
        this.owner = outer.owner;
        this.name = outer.name;
        this.call = new LayerCall(List.of(), Map.of());
        this.operands = operands;
        this.namedOperands = Map.of();
        this.variables = outer.variables;
        this.variablePrefix = outer.variablePrefix + variablePrefix;
        this.nodes = outer.nodes;
        this.constants = outer.constants;
        this.mainUsed = outer.mainUsed;
    }

    /** The same, for a layer inside this one; it emits to the same place, under this one's name. */
    LayerEmitter inner(KerasLayer inner, String variablesOf, String... values) {
        return new LayerEmitter(this, inner, variablesOf, List.of(values));
    }

    KerasLayer layer() {
        return layer;
    }

    LayerConfig config() {
        return layer.config();
    }

    LayerCall call() {
        return call;
    }

    List<String> operands() {
        return operands;
    }

    /** The first operand: what most layers work on. */
    String x() {
        if (operands.isEmpty()) {
            throw new UnsupportedLayer("because it is called with no tensor");
        }
        return operands.get(0);
    }

    /** A tensor passed by name. */
    Optional<String> named(String argument) {
        return Optional.ofNullable(namedOperands.get(argument));
    }

    /** The operation the layer stands for; it gets the layer's name. */
    String main(Op op, String... inputs) {
        return mains(op, 1, inputs).get(0);
    }

    /** The operation the layer stands for, with several results. */
    List<String> mains(Op op, int results, String... inputs) {
        String node = mainUsed[0] ? state.freshNodeName(name + "/" + layer.name()) : name;
        mainUsed[0] = true;
        return add(node, op, results, inputs);
    }

    /** A further operation around the main one, called {@code layer/role}. */
    String helper(String role, Op op, String... inputs) {
        return add(state.freshNodeName(name + "/" + role), op, 1, inputs).get(0);
    }

    private List<String> add(String node, Op op, int results, String... inputs) {
        List<String> given = new ArrayList<>(List.of(inputs));
        while (given.get(given.size() - 1).isEmpty()) {
            given.remove(given.size() - 1);
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < results; i++) {
            values.add(state.freshValueName(i == 0 ? node : node + ":" + i));
        }
        Node added = new Node(node, op, given, values);
        nodes.add(added);
        state.shapes().node(added);
        return values;
    }

    /** A constant called {@code layer/role}, one for each use of the layer. */
    String constant(String role, TensorData data) {
        String value = state.freshValueName(name + "/" + role);
        constants.put(value, data);
        state.shapes().constant(value, data);
        return value;
    }

    String longs(String role, long... values) {
        return constant(role, TensorData.ofLongs(Shape.of(values.length), values));
    }

    String floats(String role, float... values) {
        return constant(role, TensorData.ofFloats(Shape.of(values.length), values));
    }

    String scalar(String role, double value) {
        return constant(role, TensorData.scalar((float) value));
    }

    /** A constant made of the layer's weights: the same for each use of the layer. */
    String weight(String role, Supplier<TensorData> data) {
        return state.sharedConstantsOf(owner)
                .computeIfAbsent(variablePrefix + role, k -> constant(variablePrefix + role, data.get()));
    }

    /** The weights of variable {@code variable} as they are stored. */
    String weight(String variable) {
        return weight(variable, () -> variable(variable));
    }

    /** The weights of variable {@code variable}, or nothing where the layer has none. */
    String weightIfAny(String variable) {
        return hasVariable(variable) ? weight(variable) : "";
    }

    boolean hasVariable(String variable) {
        return variables.containsKey(variablePrefix + variable);
    }

    /**
     * What the file stores for a variable, in float32.
     *
     * @throws VernierException if it stores nothing
     */
    TensorData variable(String variable) {
        TensorData data = variables.get(variablePrefix + variable);
        if (data == null) {
            throw new VernierException("The file holds no " + variablePrefix + variable + " for layer " + owner.name()
                    + " (" + owner.className() + "); save the whole model again after it has been built.");
        }
        if (data.type() == DataType.FLOAT32) {
            return data;
        }
        state.countStored(data);
        return TensorData.ofFloats(data.shape(), data.toFloats());
    }

    /** {@link #variable} with {@code rank} axes. */
    TensorData variable(String variable, int rank) {
        TensorData data = variable(variable);
        if (data.shape().rank() != rank) {
            throw new VernierException(
                    "The " + variablePrefix + variable + " of layer " + owner.name() + " has shape " + data.shape()
                            + " where " + rank + " axes are needed; config and weights are of different models.");
        }
        return data;
    }

    boolean flipsKernels() {
        return state.flipsKernels();
    }

    boolean isKeras3() {
        return state.isKeras3();
    }

    SymbolicTensor fact(String value) {
        return state.shapes()
                .fact(value)
                .orElseThrow(() -> new UnsupportedLayer("because the shape of what it reads is not known"));
    }

    int rank(String value) {
        return fact(value).rank();
    }

    Shape shape(String value) {
        return fact(value).shape();
    }

    /** A dimension that must be known, for the reason given. */
    long dim(String value, int axis, String what) {
        long d = shape(value).dim(axis);
        if (d == Shape.UNKNOWN) {
            throw new UnsupportedLayer("because " + what + " of its input is not known");
        }
        return d;
    }

    /** The mask of {@code value}, if Keras gives it one. */
    Optional<String> mask(String value) {
        return state.mask(value);
    }

    /** Says which mask the layer's answer has. */
    void answersMask(String mask) {
        answeredMask = mask;
    }

    Optional<String> answeredMask() {
        return Optional.ofNullable(answeredMask);
    }

    /** A whole number of the type of {@code value}'s elements. */
    String integer(String role, String value, int number) {
        switch (fact(value).type()) {
            case INT32:
                return constant(role, TensorData.ofInts(Shape.SCALAR, number));
            case INT64:
                return constant(role, TensorData.ofLongs(Shape.SCALAR, number));
            case FLOAT32:
                return scalar(role, number);
            default:
                throw new UnsupportedLayer("with tokens of type " + fact(value).type());
        }
    }

    void warn(ImportFinding.Code code, String sentence) {
        state.report().warning(code, name, sentence);
    }

    List<Node> nodes() {
        return nodes;
    }

    Map<String, TensorData> constants() {
        return constants;
    }

    /** Names of the values the emitted operations and constants define. */
    boolean defines(String value) {
        return constants.containsKey(value)
                || nodes.stream()
                        .flatMap(n -> n.outputs().stream())
                        .collect(Collectors.toSet())
                        .contains(value);
    }

    String name() {
        return name;
    }
}
