package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.DequantizeRows;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Keeps ONNX Runtime from quantizing layers that the plan leaves in float. Its optimizer (WeightBiasQuantization) puts the float weights of a
 * Conv, ConvTranspose or Gemm between a DequantizeLinear with one scale and a QuantizeLinear on a grid of 8 bits per tensor, and the bias on
 * 32 bits. Here such a layer reads the same codes through a DequantizeLinear of its own, with the scale repeated along an axis: the same
 * values, and the optimizer passes it by.
 */
final class FloatWeightsKept {
    private FloatWeightsKept() {}

    /** {@code graph}, with a dequantize step of its own before each float layer that reads codes. */
    static Graph in(Graph graph) {
        List<Node> nodes = new ArrayList<>();
        Graph.Builder result = graph.toBuilder();
        Set<Node> replaced = new HashSet<>();
        for (Node n : graph.nodes()) {
            Optional<Node> step = ownStep(n, graph);
            if (step.isEmpty()) {
                nodes.add(n);
                continue;
            }
            graph.spec(n.input(0))
                    .ifPresent(s -> result.spec(new TensorSpec(step.get().output(), s.type(), s.shape())));
            List<String> inputs = new ArrayList<>(n.inputs());
            inputs.set(0, step.get().output());
            nodes.add(step.get());
            nodes.add(new Node(n.name(), n.op(), inputs, n.outputs()));
            replaced.add(n);
        }
        if (replaced.isEmpty()) {
            return graph;
        }
        nodes.removeIf(n -> n.op() instanceof DequantizeLinear
                && !graph.outputs().contains(n.output())
                && !graph.consumersOf(n.output()).isEmpty()
                && replaced.containsAll(graph.consumersOf(n.output())));
        return result.nodes(nodes).build();
    }

    private static Optional<Node> ownStep(Node layer, Graph graph) {
        if (!isQuantizedUnasked(layer.op()) || !hasFloatWeights(layer, graph)) {
            return Optional.empty();
        }
        Optional<Node> before = graph.producerOf(layer.input(0)).filter(p -> p.op() instanceof DequantizeLinear);
        Optional<Shape> shape = graph.spec(layer.input(0)).map(TensorSpec::shape);
        if (before.isEmpty() || shape.isEmpty()) {
            return Optional.empty();
        }
        QuantParams grid = ((DequantizeLinear) before.get().op()).params();
        // an axis of length 1 would count as one scale
        OptionalInt axis = IntStream.range(1, shape.get().rank())
                .filter(i -> shape.get().dim(i) > 1)
                .findFirst();
        if (grid.isPerChannel() || axis.isEmpty()) {
            return Optional.empty();
        }
        float[] scales = new float[Math.toIntExact(shape.get().dim(axis.getAsInt()))];
        int[] zeroPoints = new int[scales.length];
        Arrays.fill(scales, grid.scale());
        Arrays.fill(zeroPoints, grid.zeroPoint());
        QuantParams repeated = QuantParams.perChannel(grid.type(), scales, zeroPoints, axis.getAsInt());
        String name = layer.name() + "_input";
        return Optional.of(new Node(
                name, new DequantizeLinear(repeated), List.of(before.get().input(0)), List.of(name + "_values")));
    }

    /** Stored as they are, or what the optimizer makes of stored codes that are brought to another shape. */
    private static boolean hasFloatWeights(Node layer, Graph graph) {
        Optional<TensorData> stored = graph.constant(layer.input(1));
        return stored.isPresent()
                ? stored.get().type() == DataType.FLOAT32
                : graph.producerOf(layer.input(1))
                        .filter(p -> p.op() instanceof DequantizeRows
                                || p.op() instanceof Reshape
                                || p.op() instanceof Transpose)
                        .isPresent();
    }

    private static boolean isQuantizedUnasked(Op op) {
        return op instanceof Conv || op instanceof ConvTranspose || op instanceof Gemm;
    }
}
