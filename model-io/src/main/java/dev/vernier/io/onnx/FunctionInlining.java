package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.vernier.engine.VernierException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Calls of the functions that a model defines itself, replaced by what the functions consist of. What a function takes as attributes is what
 * its caller gives, or its default.
 */
final class FunctionInlining {
    /** Functions that call functions, and so on: deeper ones call themselves. */
    private static final int MAX_DEPTH = 64;

    /** Nodes that all calls together may become. */
    private static final int MAX_NODES = 1 << 20;

    private final Map<String, FunctionProto> functions = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private int inlined;

    private FunctionInlining(ModelProto model) {
        for (FunctionProto f : model.getFunctionsList()) {
            functions.put(key(f.getDomain(), f.getName()), f);
        }
        takeNames(model.getGraph());
    }

    private void takeNames(GraphProto graph) {
        graph.getInitializerList().forEach(t -> names.add(t.getName()));
        graph.getInputList().forEach(i -> names.add(i.getName()));
        for (NodeProto n : graph.getNodeList()) {
            names.add(n.getName());
            names.addAll(n.getOutputList());
            for (AttributeProto a : n.getAttributeList()) {
                if (a.hasG()) {
                    takeNames(a.getG());
                }
            }
        }
    }

    /** The model's graph without calls; itself where the model defines no functions. */
    static GraphProto inlined(ModelProto model) {
        if (model.getFunctionsCount() == 0) {
            return model.getGraph();
        }
        return new FunctionInlining(model).graph(model.getGraph(), 0);
    }

    private static String key(String domain, String name) {
        return (domain.equals("ai.onnx") ? "" : domain) + ":" + name;
    }

    private GraphProto graph(GraphProto graph, int depth) {
        return graph.toBuilder()
                .clearNode()
                .addAllNode(nodes(graph.getNodeList(), depth))
                .build();
    }

    private List<NodeProto> nodes(List<NodeProto> nodes, int depth) {
        List<NodeProto> result = new ArrayList<>();
        for (NodeProto n : nodes) {
            FunctionProto f = functions.get(key(n.getDomain(), n.getOpType()));
            if (f != null) {
                result.addAll(nodes(called(n, f, depth), depth + 1));
            } else {
                result.add(withGraphsInlined(n, depth));
            }
        }
        return result;
    }

    private NodeProto withGraphsInlined(NodeProto n, int depth) {
        if (n.getAttributeList().stream().noneMatch(AttributeProto::hasG)) {
            return n;
        }
        NodeProto.Builder b = n.toBuilder().clearAttribute();
        for (AttributeProto a : n.getAttributeList()) {
            b.addAttribute(a.hasG() ? a.toBuilder().setG(graph(a.getG(), depth)).build() : a);
        }
        return b.build();
    }

    private List<NodeProto> called(NodeProto call, FunctionProto f, int depth) {
        inlined += f.getNodeCount();
        if (depth > MAX_DEPTH || inlined > MAX_NODES) {
            throw new VernierException("Function " + f.getName()
                    + " of the model calls itself, or becomes too large; export the model without functions.");
        }
        Map<String, AttributeProto> given = new HashMap<>();
        f.getAttributeProtoList().forEach(a -> given.put(a.getName(), a));
        call.getAttributeList().forEach(a -> given.put(a.getName(), a));
        Map<String, String> bound = new HashMap<>();
        for (int i = 0; i < f.getInputCount(); i++) {
            bound.put(f.getInput(i), i < call.getInputCount() ? call.getInput(i) : "");
        }
        for (int i = 0; i < f.getOutputCount() && i < call.getOutputCount(); i++) {
            if (!call.getOutput(i).isEmpty() && !bound.containsKey(f.getOutput(i))) {
                bound.put(f.getOutput(i), call.getOutput(i));
            }
        }
        String prefix = call.getName().isBlank() ? call.getOpType() : call.getName();
        UnaryOperator<String> fresh = wanted -> {
            String name = wanted;
            for (int i = 2; !names.add(name); i++) {
                name = wanted + "_" + i;
            }
            return name;
        };
        RenamedNodes body = new RenamedNodes(bound, fresh, prefix);
        f.getNodeList().forEach(n -> body.add(withAttributes(n, given)));
        List<NodeProto> nodes = new ArrayList<>(body.nodes());
        for (int i = 0; i < f.getOutputCount() && i < call.getOutputCount(); i++) {
            String inside = body.nameOf(f.getOutput(i));
            if (!call.getOutput(i).isEmpty() && !inside.equals(call.getOutput(i))) {
                nodes.add(passedOn(fresh.apply(prefix + "/output"), inside, call.getOutput(i)));
            }
        }
        return nodes;
    }

    /** A value under another name too. */
    static NodeProto passedOn(String name, String value, String other) {
        return NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(name)
                .addInput(value)
                .addOutput(other)
                .build();
    }

    /** {@code n} with the attributes that it refers to; one that nobody gives is left out. */
    private static NodeProto withAttributes(NodeProto n, Map<String, AttributeProto> given) {
        NodeProto.Builder b = n.toBuilder().clearAttribute();
        for (AttributeProto a : n.getAttributeList()) {
            if (!a.getRefAttrName().isEmpty()) {
                AttributeProto value = given.get(a.getRefAttrName());
                if (value != null) {
                    b.addAttribute(value.toBuilder().setName(a.getName()).clearRefAttrName());
                }
            } else if (a.hasG()) {
                GraphProto.Builder g = a.getG().toBuilder().clearNode();
                a.getG().getNodeList().forEach(inner -> g.addNode(withAttributes(inner, given)));
                b.addAttribute(a.toBuilder().setG(g));
            } else {
                b.addAttribute(a);
            }
        }
        return b.build();
    }
}
