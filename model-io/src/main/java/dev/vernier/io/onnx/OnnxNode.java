package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.engine.VernierException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One node of an ONNX file: its operands by position and its attributes by name and type. */
final class OnnxNode {
    private final String name;
    private final NodeProto proto;
    private final int opset;
    private final Map<String, AttributeProto> attributes = new HashMap<>();

    /**
     * @param name the node's name in the graph, unique
     * @param opset version of its domain that the file imports
     */
    OnnxNode(String name, NodeProto proto, int opset) {
        this.name = name;
        this.proto = proto;
        this.opset = opset;
        proto.getAttributeList().forEach(a -> attributes.put(a.getName(), a));
    }

    String name() {
        return name;
    }

    String operator() {
        return proto.getOpType();
    }

    /** The domain of its operator, empty for the standard one. */
    String domain() {
        return domainOf(proto);
    }

    static String domainOf(NodeProto proto) {
        return proto.getDomain().equals("ai.onnx") ? "" : proto.getDomain();
    }

    int opset() {
        return opset;
    }

    NodeProto proto() {
        return proto;
    }

    int inputCount() {
        return proto.getInputCount();
    }

    boolean hasInput(int index) {
        return index < proto.getInputCount() && !proto.getInput(index).isEmpty();
    }

    /** The value name of operand {@code index}, empty if it is left out. */
    String input(int index) {
        return index < proto.getInputCount() ? proto.getInput(index) : "";
    }

    List<String> inputs() {
        return proto.getInputList();
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    long integer(String attribute, long otherwise) {
        return of(attribute, AttributeProto.AttributeType.INT, "a whole number")
                .map(AttributeProto::getI)
                .orElse(otherwise);
    }

    int intValue(String attribute, int otherwise) {
        long value = integer(attribute, otherwise);
        if (value != (int) value) {
            throw new VernierException("Layer " + name + " (" + operator() + "): attribute " + attribute + " is "
                    + value + ", which is out of range.");
        }
        return (int) value;
    }

    boolean flag(String attribute, boolean otherwise) {
        return integer(attribute, otherwise ? 1 : 0) != 0;
    }

    float real(String attribute, float otherwise) {
        return of(attribute, AttributeProto.AttributeType.FLOAT, "a number")
                .map(AttributeProto::getF)
                .orElse(otherwise);
    }

    String text(String attribute, String otherwise) {
        return of(attribute, AttributeProto.AttributeType.STRING, "text")
                .map(a -> a.getS().toString(StandardCharsets.UTF_8))
                .orElse(otherwise);
    }

    /** A list of whole numbers, empty if there is none of that name. */
    Optional<long[]> integers(String attribute) {
        return of(attribute, AttributeProto.AttributeType.INTS, "a list of whole numbers")
                .map(a -> a.getIntsList().stream().mapToLong(Long::longValue).toArray());
    }

    Optional<float[]> reals(String attribute) {
        return of(attribute, AttributeProto.AttributeType.FLOATS, "a list of numbers")
                .map(a -> {
                    float[] values = new float[a.getFloatsCount()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = a.getFloats(i);
                    }
                    return values;
                });
    }

    /** A list of texts, empty if there is none of that name. */
    Optional<List<String>> texts(String attribute) {
        return of(attribute, AttributeProto.AttributeType.STRINGS, "a list of texts")
                .map(a -> a.getStringsList().stream()
                        .map(t -> t.toString(StandardCharsets.UTF_8))
                        .toList());
    }

    /** @throws UnsupportedOperator if there is none of that name */
    GraphProto graph(String attribute) {
        return of(attribute, AttributeProto.AttributeType.GRAPH, "a graph")
                .map(AttributeProto::getG)
                .orElseThrow(() -> new UnsupportedOperator("without " + attribute));
    }

    Optional<TensorProto> tensor(String attribute) {
        return of(attribute, AttributeProto.AttributeType.TENSOR, "a tensor").map(AttributeProto::getT);
    }

    private Optional<AttributeProto> of(String attribute, AttributeProto.AttributeType type, String what) {
        AttributeProto a = attributes.get(attribute);
        if (a != null && a.getType() != type && a.getType() != AttributeProto.AttributeType.UNDEFINED) {
            throw new VernierException("Layer " + name + " (" + operator() + "): attribute " + attribute + " is not "
                    + what + "; export the model again.");
        }
        return Optional.ofNullable(a);
    }
}
