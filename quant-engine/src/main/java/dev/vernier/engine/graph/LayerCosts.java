package dev.vernier.engine.graph;

import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.BatchNormalization;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.Gru;
import dev.vernier.engine.graph.op.LayerNormalization;
import dev.vernier.engine.graph.op.Lstm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.PRelu;
import dev.vernier.engine.graph.op.RmsNormalization;
import dev.vernier.engine.graph.op.Rnn;
import dev.vernier.engine.graph.op.Sub;
import java.util.OptionalLong;

/**
 * What a layer costs, told from shapes alone.
 *
 * @param parameters trained numbers it holds: weights, bias, tables it looks up, and what it adds or multiplies with
 * @param macsPerSample multiply-accumulates for one sample (batch axis left out), as papers count them: those of convolutions and matrix
 *     products, in recurrent layers too, 0 for all else; empty where a shape is not known
 */
public record LayerCosts(long parameters, OptionalLong macsPerSample) {
    private static final LayerCosts NOTHING = new LayerCosts(0, OptionalLong.of(0));

    /** The costs of {@code node}, whose values {@code graph} knows the specs of. */
    public static LayerCosts of(Graph graph, Node node) {
        return new LayerCosts(parameters(graph, node), macsPerSample(graph, node));
    }

    /** The costs of {@code layer}; a graph input costs nothing. */
    public static LayerCosts of(Graph graph, Layer layer) {
        return layer.node().map(n -> of(graph, n)).orElse(NOTHING);
    }

    private static long parameters(Graph graph, Node node) {
        Op op = node.op();
        boolean trained = op.weightInput() >= 0
                || op instanceof BatchNormalization
                || op instanceof Add
                || op instanceof Sub
                || op instanceof Mul
                || op instanceof Div
                || op instanceof Gather
                || op instanceof PRelu
                || op instanceof LayerNormalization
                || op instanceof RmsNormalization;
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
        if (op instanceof Lstm || op instanceof Gru || op instanceof Rnn) {
            // at each step every weight of input and state once
            boolean batchFirst = op instanceof Lstm && ((Lstm) op).batchFirst()
                    || op instanceof Gru && ((Gru) op).batchFirst()
                    || op instanceof Rnn && ((Rnn) op).batchFirst();
            OptionalLong weights = sum(elements(graph, node.input(1)), elements(graph, node.input(2)));
            return product(dim(graph, node.input(0), batchFirst ? 1 : 0), weights);
        }
        return OptionalLong.of(0);
    }

    private static OptionalLong elements(Graph graph, String value) {
        return graph.spec(value)
                .map(TensorSpec::shape)
                .filter(Shape::isStatic)
                .map(s -> OptionalLong.of(s.elementCount()))
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong sum(OptionalLong a, OptionalLong b) {
        return a.isPresent() && b.isPresent() ? OptionalLong.of(a.getAsLong() + b.getAsLong()) : OptionalLong.empty();
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
