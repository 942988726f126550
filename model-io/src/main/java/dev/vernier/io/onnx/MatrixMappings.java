package dev.vernier.io.onnx;

import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.Reduce;

/** Dense layers and reductions. */
final class MatrixMappings {
    private MatrixMappings() {}

    static String gemm(OnnxNode node, NodeEmitter emit) {
        Gemm op = new Gemm(
                node.flag("transA", false),
                node.flag("transB", false),
                node.real("alpha", 1),
                node.real("beta", 1),
                Clamp.NONE);
        return emit.main(op, node.inputs());
    }

    static String reduceByAttribute(Reduce.Kind kind, OnnxNode node, NodeEmitter emit) {
        String axes = node.integers("axes")
                .filter(a -> a.length > 0)
                .map(a -> emit.longs("axes", a))
                .orElse("");
        return emit.main(new Reduce(kind, node.flag("keepdims", true), false), node.input(0), axes);
    }

    static String reduceByOperand(Reduce.Kind kind, OnnxNode node, NodeEmitter emit) {
        boolean noop = node.flag("noop_with_empty_axes", false);
        return emit.main(new Reduce(kind, node.flag("keepdims", true), noop), node.input(0), node.input(1));
    }
}
