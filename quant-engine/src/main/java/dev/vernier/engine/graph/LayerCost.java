package dev.vernier.engine.graph;

import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Op;
import java.util.OptionalLong;

/**
 * What a layer holds and how much it computes, for one sample.
 *
 * @param parameters elements of weights and bias
 * @param macs multiply-accumulates of its matrix arithmetic; empty where it has none or its output shape is unknown
 */
public record LayerCost(long parameters, OptionalLong macs) {

    public static LayerCost of(Graph graph, Layer layer) {
        long parameters = elements(graph, layer.weights().orElse(""))
                + elements(graph, layer.bias().orElse(""));
        return new LayerCost(parameters, macs(graph, layer));
    }

    private static long elements(Graph graph, String constant) {
        return graph.constant(constant).map(TensorData::elementCount).orElse(0L);
    }

    private static OptionalLong macs(Graph graph, Layer layer) {
        if (layer.weights().isEmpty()
                || layer.node().isEmpty()
                || layer.output().shape().rank() < 2) {
            return OptionalLong.empty();
        }
        Shape weights = graph.constant(layer.weights().get()).orElseThrow().shape();
        Shape sample = layer.output().shape().withoutBatch();
        Op op = layer.node().get().op();
        if (!sample.isStatic()) {
            return OptionalLong.empty();
        }
        if (op instanceof Conv || op instanceof Gemm || op instanceof MatMul) {
            // each output value sums over one output channel's weights
            return OptionalLong.of(
                    sample.elementCount() * (weights.elementCount() / weights.dim(layer.weightChannelAxis())));
        }
        if (op instanceof ConvTranspose) {
            Shape input = graph.spec(layer.node().get().input(0))
                    .map(TensorSpec::shape)
                    .orElse(Shape.SCALAR);
            return input.rank() < 2 || !input.withoutBatch().isStatic()
                    ? OptionalLong.empty()
                    // each input value meets one input channel's weights
                    : OptionalLong.of(input.withoutBatch().elementCount() * (weights.elementCount() / weights.dim(0)));
        }
        return OptionalLong.empty();
    }
}
