package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which values the branches and bodies of If, Loop and Scan take from outside. */
final class OnnxSubgraphs {
    private OnnxSubgraphs() {}

    /** All values that are read: by nodes, by the graphs inside them, or as outputs. */
    static Set<String> valuesRead(GraphProto graph) {
        Set<String> read = new HashSet<>();
        for (NodeProto n : graph.getNodeList()) {
            read.addAll(n.getInputList());
            read.addAll(captured(n));
        }
        graph.getOutputList().forEach(o -> read.add(o.getName()));
        return read;
    }

    /** The values that graphs inside {@code node} read without defining them. */
    static Set<String> captured(NodeProto node) {
        Set<String> captured = new LinkedHashSet<>();
        for (AttributeProto a : node.getAttributeList()) {
            List<GraphProto> bodies = new ArrayList<>(a.getGraphsList());
            if (a.hasG()) {
                bodies.add(a.getG());
            }
            bodies.forEach(b -> captured.addAll(free(b)));
        }
        return captured;
    }

    /** The values that {@code body} reads without defining them. */
    static Set<String> free(GraphProto body) {
        Set<String> free = new LinkedHashSet<>(valuesRead(body));
        body.getInputList().forEach(i -> free.remove(i.getName()));
        body.getInitializerList().forEach(t -> free.remove(t.getName()));
        body.getNodeList().forEach(n -> n.getOutputList().forEach(free::remove));
        free.remove("");
        return free;
    }
}
