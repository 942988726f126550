package dev.vernier.io.onnx;

import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.DepthToSpace;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.PadMode;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.engine.graph.op.SpaceToDepth;
import dev.vernier.engine.graph.op.Split;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.TopK;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unsqueeze;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Operators that move values; what were attributes once become the constants they are operands of now. */
final class MovementMappings {
    private MovementMappings() {}

    static String concat(OnnxNode node, NodeEmitter emit) {
        return emit.main(new Concat(node.intValue("axis", 1)), node.inputs());
    }

    static String flatten(OnnxNode node, NodeEmitter emit) {
        return emit.main(new Flatten(node.intValue("axis", 1)), node.input(0));
    }

    static String gather(OnnxNode node, NodeEmitter emit) {
        return emit.main(new Gather(node.intValue("axis", 0)), node.inputs());
    }

    static String padByAttributes(OnnxNode node, NodeEmitter emit) {
        String pads =
                emit.longs("pads", node.integers("pads").orElseThrow(() -> new UnsupportedOperator("without pads")));
        float value = node.real("value", 0);
        return emit.main(
                new Pad(padMode(node)),
                node.input(0),
                pads,
                value == 0 ? "" : emit.constant("value", TensorData.scalar(value)));
    }

    static String padByOperands(OnnxNode node, NodeEmitter emit) {
        return emit.main(new Pad(padMode(node)), node.inputs());
    }

    private static PadMode padMode(OnnxNode node) {
        String mode = node.text("mode", "constant");
        switch (mode) {
            case "constant":
                return PadMode.CONSTANT;
            case "reflect":
                return PadMode.REFLECT;
            case "edge":
                return PadMode.EDGE;
            case "wrap":
                return PadMode.WRAP;
            default:
                throw new UnsupportedOperator("in mode " + mode);
        }
    }

    static String reshapeByAttribute(OnnxNode node, NodeEmitter emit) {
        long[] shape = node.integers("shape").orElseThrow(() -> new UnsupportedOperator("without a shape"));
        return emit.main(new Reshape(false), node.input(0), emit.longs("shape", shape));
    }

    static String reshapeByOperand(OnnxNode node, NodeEmitter emit) {
        return emit.main(new Reshape(node.flag("allowzero", false)), node.inputs());
    }

    static String sliceByAttributes(OnnxNode node, NodeEmitter emit) {
        long[] starts = node.integers("starts").orElseThrow(() -> new UnsupportedOperator("without starts"));
        long[] ends = node.integers("ends").orElseThrow(() -> new UnsupportedOperator("without ends"));
        String axes = node.integers("axes").map(a -> emit.longs("axes", a)).orElse("");
        return emit.main(new Slice(), node.input(0), emit.longs("starts", starts), emit.longs("ends", ends), axes);
    }

    static String sliceByOperands(OnnxNode node, NodeEmitter emit) {
        return emit.main(new Slice(), node.inputs());
    }

    static String squeezeByAttribute(OnnxNode node, NodeEmitter emit) {
        String axes = node.integers("axes").map(a -> emit.longs("axes", a)).orElse("");
        return emit.main(new Squeeze(), node.input(0), axes);
    }

    static String squeezeByOperand(OnnxNode node, NodeEmitter emit) {
        return emit.main(new Squeeze(), node.inputs());
    }

    static String unsqueezeByAttribute(OnnxNode node, NodeEmitter emit) {
        long[] axes = node.integers("axes").orElseThrow(() -> new UnsupportedOperator("without axes"));
        return emit.main(new Unsqueeze(), node.input(0), emit.longs("axes", axes));
    }

    static String unsqueezeByOperand(OnnxNode node, NodeEmitter emit) {
        return emit.main(new Unsqueeze(), node.inputs());
    }

    /** Without a permutation the axes are reversed. */
    static String transpose(OnnxNode node, NodeEmitter emit) {
        List<Integer> permutation = node.integers("perm")
                .map(p -> IntStream.range(0, p.length).mapToObj(i -> (int) p[i]).collect(Collectors.toList()))
                .orElseGet(() -> {
                    int rank = emit.rank(0);
                    return IntStream.range(0, rank).mapToObj(i -> rank - 1 - i).collect(Collectors.toList());
                });
        return emit.main(new Transpose(permutation), node.input(0));
    }

    static String depthToSpace(OnnxNode node, NodeEmitter emit) {
        boolean depthLast = node.text("mode", "DCR").equals("DCR");
        DepthToSpace op = new DepthToSpace(node.intValue("blocksize", 1), depthLast, ImageLayout.CHANNELS_FIRST);
        return emit.main(op, node.input(0));
    }

    static String spaceToDepth(OnnxNode node, NodeEmitter emit) {
        return emit.main(new SpaceToDepth(node.intValue("blocksize", 1), ImageLayout.CHANNELS_FIRST), node.input(0));
    }

    /** The number of elements: the product of the shape. */
    static String size(OnnxNode node, NodeEmitter emit) {
        String shape = emit.helper("shape", new ShapeOf(0, Integer.MAX_VALUE), node.input(0));
        return emit.main(new Reduce(Reduce.Kind.PROD, false, false), shape);
    }

    static String splitByAttribute(OnnxNode node, NodeEmitter emit) {
        String lengths = node.integers("split").map(s -> emit.longs("split", s)).orElse("");
        return split(node, emit, lengths);
    }

    static String splitByOperand(OnnxNode node, NodeEmitter emit) {
        return split(node, emit, node.input(1));
    }

    private static String split(OnnxNode node, NodeEmitter emit, String lengths) {
        Split op = new Split(node.intValue("axis", 0), node.proto().getOutputCount());
        return emit.mainWithAllResults(op, List.of(node.input(0), lengths));
    }

    static String topKByAttribute(OnnxNode node, NodeEmitter emit) {
        return topK(node, emit, emit.longs("k", node.integer("k", 1)));
    }

    static String topKByOperand(OnnxNode node, NodeEmitter emit) {
        return topK(node, emit, node.input(1));
    }

    private static String topK(OnnxNode node, NodeEmitter emit, String k) {
        TopK op = new TopK(node.intValue("axis", -1), node.flag("largest", true), node.flag("sorted", true));
        return emit.mainWithAllResults(op, List.of(node.input(0), k));
    }
}
