package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Nodes of a body, a branch or a function with the names they get where they are put in. */
final class RenamedNodes {
    private final Map<String, String> names;
    private final UnaryOperator<String> fresh;
    private final String prefix;
    private final List<NodeProto> nodes = new ArrayList<>();

    /**
     * @param bound what the body's values are called outside: its inputs, and the outputs that have a name there already
     * @param fresh makes a name that nothing has from one that is wanted
     * @param prefix of all names of the body's own
     */
    RenamedNodes(Map<String, String> bound, UnaryOperator<String> fresh, String prefix) {
        this.names = new HashMap<>(bound);
        this.fresh = fresh;
        this.prefix = prefix;
    }

    /** What the body's {@code value} is called from now on; values from outside keep their names. */
    String nameOf(String value) {
        return names.getOrDefault(value, value);
    }

    /** A new name for a value that the body defines. */
    String define(String value) {
        return value.isEmpty() ? "" : names.computeIfAbsent(value, v -> fresh.apply(prefix + "/" + v));
    }

    void add(NodeProto node) {
        NodeProto.Builder b = node.toBuilder().clearInput().clearOutput().clearAttribute();
        node.getInputList().forEach(in -> b.addInput(nameOf(in)));
        node.getOutputList().forEach(out -> b.addOutput(define(out)));
        node.getAttributeList().forEach(a -> b.addAttribute(renamed(a, names)));
        String own = node.getName().isBlank() ? node.getOpType() : node.getName();
        nodes.add(b.setName(fresh.apply(prefix + "/" + own)).build());
    }

    List<NodeProto> nodes() {
        return nodes;
    }

    private static AttributeProto renamed(AttributeProto a, Map<String, String> names) {
        if (!a.hasG() && a.getGraphsCount() == 0) {
            return a;
        }
        AttributeProto.Builder b = a.toBuilder().clearGraphs();
        if (a.hasG()) {
            b.setG(renamed(a.getG(), names));
        }
        a.getGraphsList().forEach(g -> b.addGraphs(renamed(g, names)));
        return b.build();
    }

    /** What a graph further inside reads from outside is renamed, what it defines itself is not. */
    private static GraphProto renamed(GraphProto graph, Map<String, String> names) {
        Map<String, String> seen = new HashMap<>(names);
        graph.getInputList().forEach(i -> seen.remove(i.getName()));
        graph.getInitializerList().forEach(t -> seen.remove(t.getName()));
        graph.getNodeList().forEach(n -> n.getOutputList().forEach(seen::remove));
        GraphProto.Builder b = graph.toBuilder().clearNode().clearOutput();
        for (NodeProto n : graph.getNodeList()) {
            NodeProto.Builder node = n.toBuilder().clearInput().clearAttribute();
            n.getInputList().forEach(in -> node.addInput(seen.getOrDefault(in, in)));
            n.getAttributeList().forEach(a -> node.addAttribute(renamed(a, seen)));
            b.addNode(node);
        }
        graph.getOutputList()
                .forEach(o -> b.addOutput(o.toBuilder().setName(seen.getOrDefault(o.getName(), o.getName()))));
        return b.build();
    }
}
