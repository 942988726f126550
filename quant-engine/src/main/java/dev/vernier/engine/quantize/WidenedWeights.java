package dev.vernier.engine.quantize;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Op;
import java.util.List;

/**
 * Weights of 4 bits that an ONNX file stores as such and widens to 8 before they are dequantized: ONNX Runtime's integer kernels take
 * weights of 8 bits only, and it runs a layer with 4 in single precision, slower and on other roundings than the integer arithmetic of the
 * simulation. The widening is done once, when the model is loaded.
 */
public final class WidenedWeights {
    private WidenedWeights() {}

    /** Whether {@code n} dequantizes stored codes of 4 bits for layers that multiply them with activations of 8 bits. */
    public static boolean areAt(Node n, Graph graph) {
        if (!(n.op() instanceof DequantizeLinear)
                || storage(n) != DataType.INT4
                || graph.constant(n.input(0)).isEmpty()) {
            return false;
        }
        List<Node> layers = graph.consumersOf(n.output());
        return !layers.isEmpty() && layers.stream().allMatch(l -> multipliesBytes(l, n.output(), graph));
    }

    private static boolean multipliesBytes(Node layer, String weights, Graph graph) {
        Op op = layer.op();
        return (op instanceof Conv || op instanceof Gemm || op instanceof MatMul)
                && layer.input(op.weightInput()).equals(weights)
                && graph.producerOf(layer.input(0))
                        .filter(p -> p.op() instanceof DequantizeLinear)
                        .filter(p -> storage(p).bits() == 8 && !graph.isConstant(p.input(0)))
                        .isPresent();
    }

    private static DataType storage(Node dequantize) {
        return ((DequantizeLinear) dequantize.op()).params().type().storage();
    }
}
