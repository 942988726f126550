package dev.vernier.engine.graph;

import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.BatchNormalization;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Sub;
import java.util.OptionalLong;

/**
 * What a layer costs, told from shapes alone.
 *
 * @param parameters trained numbers it holds: weights, bias, and what it adds or multiplies with
 * @param macsPerSample multiply-accumulates for one sample (first axis left out), as papers count them: those of convolutions and matrix
 *     products, 0 for all else; empty where a shape is not known
 */
public record LayerCosts(long parameters, OptionalLong macsPerSample) {

    /** The costs of {@code node}, whose values {@code graph} knows the specs of. */
    public static LayerCosts of(Graph graph, Node node) {
        return new LayerCosts(parameters(graph, node), macsPerSample(graph, node));
    }

    private static long parameters(Graph graph, Node node) {
        Op op = node.op();
        boolean trained = op.weightInput() >= 0
                || op instanceof BatchNormalization
                || op instanceof Add
                || op instanceof Sub
                || op instanceof Mul
                || op instanceof Div;
        if (!trained) {
            return 0;
        }
        return node.inputs().stream()
                .distinct()
                .flatMap(in -> graph.constant(in).stream())
                .filter(c -> c.type().isFloating())
                .mapToLong(TensorData::elementCount)
                .sum();
    }

    private static OptionalLong macsPerSample(Graph graph, Node node) {
        Op op = node.op();
        if (op instanceof Conv) {
            // each output element: one multiplication for each weight of its channel
            return product(perSample(graph, node.output()), weightsPerChannel(graph, node, 0));
        }
        if (op instanceof ConvTranspose) {
            // each input element meets all weights of its channel
            return product(perSample(graph, node.input(0)), weightsPerChannel(graph, node, 0));
        }
        if (op instanceof Gemm) {
            return product(
                    perSample(graph, node.output()), dim(graph, node.input(0), ((Gemm) op).transposeA() ? 0 : 1));
        }
        if (op instanceof MatMul) {
            return product(perSample(graph, node.output()), dim(graph, node.input(0), -1));
        }
        return OptionalLong.of(0);
    }

    /** Elements of one sample of {@code value}. */
    private static OptionalLong perSample(Graph graph, String value) {
        return graph.spec(value)
                .map(s -> s.shape().withoutBatch())
                .filter(Shape::isStatic)
                .map(s -> OptionalLong.of(s.elementCount()))
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong weightsPerChannel(Graph graph, Node node, int channelAxis) {
        return graph.spec(node.input(1))
                .map(TensorSpec::shape)
                .filter(s -> s.isStatic() && s.dim(channelAxis) > 0)
                .map(s -> OptionalLong.of(s.elementCount() / s.dim(channelAxis)))
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong dim(Graph graph, String value, int axis) {
        return graph.spec(value)
                .filter(s -> s.shape().dim(axis) != Shape.UNKNOWN)
                .map(s -> OptionalLong.of(s.shape().dim(axis)))
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong product(OptionalLong a, OptionalLong b) {
        return a.isPresent() && b.isPresent() ? OptionalLong.of(a.getAsLong() * b.getAsLong()) : OptionalLong.empty();
    }
}
