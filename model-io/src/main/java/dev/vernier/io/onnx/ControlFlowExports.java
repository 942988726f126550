package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl;
import dev.vernier.engine.graph.Body;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.If;
import dev.vernier.engine.graph.op.Loop;
import dev.vernier.engine.graph.op.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Operations with graphs inside, which read what they take from outside under its name there. */
final class ControlFlowExports {
    private ControlFlowExports() {}

    static void addTo(Map<Class<? extends Op>, OnnxExport> table) {
        table.put(If.class, withBodies(ControlFlowExports::branch));
        table.put(Loop.class, withBodies(ControlFlowExports::loop));
    }

    private static OnnxExport withBodies(OnnxExport export) {
        return new OnnxExport() {
            @Override
            public void emit(Node node, OnnxEmitter out) {
                export.emit(node, out);
            }

            @Override
            public int neededOpset(Node node, Graph graph) {
                int opset = 1;
                for (Body body : node.op().bodies()) {
                    for (Node inner : body.graph().nodes()) {
                        opset = Math.max(opset, OnnxExports.of(inner).neededOpset(inner, body.graph()));
                    }
                }
                return opset;
            }
        };
    }

    private static void branch(Node n, OnnxEmitter out) {
        If op = (If) n.op();
        List<String> outside = n.inputs().subList(1, n.inputs().size());
        out.add(
                "If",
                n.name(),
                n.inputs().subList(0, 1),
                n.outputs(),
                graph("then_branch", body(n, op.then(), outside, out)),
                graph("else_branch", body(n, op.otherwise(), outside, out)));
    }

    private static void loop(Node n, OnnxEmitter out) {
        Loop op = (Loop) n.op();
        int own = 2 + op.carried();
        List<String> outside = n.inputs().subList(own, n.inputs().size());
        out.add(
                "Loop",
                n.name(),
                n.inputs().subList(0, own),
                n.outputs(),
                graph("body", body(n, op.body(), outside, out)));
    }

    private static OnnxMl.AttributeProto graph(String name, OnnxMl.GraphProto graph) {
        return OnnxMl.AttributeProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.AttributeProto.AttributeType.GRAPH)
                .setG(graph)
                .build();
    }

    /** @param outside the names that the last inputs of the body have outside */
    private static OnnxMl.GraphProto body(Node n, Body body, List<String> outside, OnnxEmitter out) {
        Graph named = named(n.name(), body.graph(), outside, out);
        OnnxEmitter inner = out.inside(named);
        for (Node node : named.nodes()) {
            OnnxExports.of(node).emit(node, inner);
        }
        int own = named.inputs().size() - outside.size();
        OnnxMl.GraphProto.Builder proto = OnnxMl.GraphProto.newBuilder().setName(out.numbered("body"));
        named.inputs().subList(0, own).forEach(i -> proto.addInput(GraphToOnnx.valueInfo(i)));
        for (String output : named.outputs()) {
            TensorSpec spec = named.spec(output).orElseThrow();
            String answered = output;
            if (named.producerOf(output).isEmpty() || isRepeated(named.outputs(), output)) {
                // an answer must be computed inside
                answered = out.numbered("v");
                inner.add("Identity", out.numbered("n"), List.of(output), List.of(answered));
            }
            proto.addOutput(GraphToOnnx.valueInfo(new TensorSpec(answered, spec.type(), spec.shape())));
        }
        inner.nodes().forEach(proto::addNode);
        inner.initializers().forEach(proto::addInitializer);
        outside.forEach(out::capture);
        return proto.build();
    }

    private static boolean isRepeated(List<String> outputs, String output) {
        return outputs.indexOf(output) != outputs.lastIndexOf(output);
    }

    /** The body with names that occur nowhere else in the model. */
    private static Graph named(String prefix, Graph body, List<String> outside, OnnxEmitter out) {
        Map<String, String> names = new HashMap<>();
        Graph.Builder b = Graph.builder(body.name());
        int own = body.inputs().size() - outside.size();
        for (int i = 0; i < body.inputs().size(); i++) {
            TensorSpec in = body.inputs().get(i);
            String name = i < own ? out.fresh(prefix + "/" + in.name()) : outside.get(i - own);
            names.put(in.name(), name);
            b.input(new TensorSpec(name, in.type(), in.shape()));
        }
        body.constants().forEach((value, data) -> {
            names.put(value, out.fresh(prefix + "/" + value));
            b.constant(names.get(value), data);
        });
        for (Node n : body.nodes()) {
            List<String> outputs = new ArrayList<>();
            for (String value : n.outputs()) {
                names.put(value, value.isEmpty() ? "" : out.fresh(prefix + "/" + value));
                outputs.add(names.get(value));
                body.spec(value).ifPresent(s -> b.spec(new TensorSpec(names.get(value), s.type(), s.shape())));
            }
            List<String> inputs = n.inputs().stream()
                    .map(v -> v.isEmpty() ? "" : names.get(v))
                    .toList();
            b.node(new Node(out.fresh(n.name()), n.op(), inputs, outputs));
        }
        b.outputs(body.outputs().stream().map(names::get).toList());
        return b.build();
    }
}
