package dev.vernier.engine.diagnose;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.quantize.AffineQuantization;
import dev.vernier.engine.quantize.QuantizedLayer;
import java.util.Optional;

/** The weights of a layer as the lowered graph has them. */
final class RoundedWeights {
    private RoundedWeights() {}

    /** Real values in the order of the float weights; empty where they are no codes. */
    static Optional<float[]> of(Subject subject, QuantizedLayer layer) {
        Graph lowered = subject.result().model().graph();
        Node node = layer.layer().node().orElseThrow();
        String operand = lowered.node(node.name()).orElseThrow().input(node.op().weightInput());
        Optional<Node> real = lowered.producerOf(operand).filter(n -> n.op() instanceof DequantizeLinear);
        Optional<TensorData> codes = real.flatMap(n -> lowered.constant(n.input(0)));
        return codes.map(c -> AffineQuantization.dequantize(
                        c, ((DequantizeLinear) real.get().op()).params())
                .toFloats());
    }
}
