package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.DequantizeRows;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.RoundToFloat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Floats of 8 bits with a scale are written as casts between a division and a product ({@link QuantizationExports} says why). Read again, the
 * four are one rounding; and a product of stored ones with a scale a row is one dequantizing step.
 */
final class ScaledFloats {
    private final Graph graph;
    private final Set<Node> dropped = new HashSet<>();
    private final Map<Node, Node> replaced = new HashMap<>();

    private ScaledFloats(Graph graph) {
        this.graph = graph;
    }

    static Graph merged(Graph graph) {
        return new ScaledFloats(graph).run();
    }

    private Graph run() {
        for (Node n : graph.nodes()) {
            if (n.op() instanceof Mul && n.op().fusedActivation().equals(Clamp.NONE) && graph.isConstant(n.input(1))) {
                widened(n.input(0)).ifPresent(up -> merge(n, up));
            }
        }
        if (replaced.isEmpty()) {
            return graph;
        }
        List<Node> nodes = new ArrayList<>();
        for (Node n : graph.nodes()) {
            if (!dropped.contains(n)) {
                nodes.add(replaced.getOrDefault(n, n));
            }
        }
        return graph.toBuilder().nodes(nodes).build();
    }

    /** The cast from 8 bits to float32 that makes {@code value}, if only one node reads that. */
    private Optional<Node> widened(String value) {
        return onlyFor(value)
                .filter(n -> n.op() instanceof Cast && ((Cast) n.op()).to() == DataType.FLOAT32)
                .filter(n -> typeOf(n.input(0)).filter(Float8::isOne).isPresent());
    }

    private void merge(Node product, Node up) {
        TensorData scale = graph.constant(product.input(1)).orElseThrow();
        if (scale.type() != DataType.FLOAT32) {
            return;
        }
        Optional<TensorData> stored = graph.constant(up.input(0));
        if (stored.isPresent()) {
            TensorData codes = stored.get();
            boolean aRow = codes.shape().rank() == 2
                    && scale.shape().rank() == 2
                    && scale.shape().dim(1) == 1
                    && (scale.shape().dim(0) == codes.shape().dim(0)
                            || codes.shape().dim(0) == 1);
            if (aRow) {
                int inRow = (int) Math.max(1, codes.shape().dim(1));
                replaced.put(product, step(product, new DequantizeRows(inRow), up.input(0), product.input(1)));
                dropped.add(up);
            }
            return;
        }
        Optional<Node> down = onlyFor(up.input(0)).filter(n -> n.op() instanceof Cast);
        Optional<Node> quotient = down.flatMap(n -> onlyFor(n.input(0)))
                .filter(n -> n.op() instanceof Div && n.op().fusedActivation().equals(Clamp.NONE))
                .filter(n -> graph.constant(n.input(1)).filter(scale::equals).isPresent());
        if (quotient.isPresent() && scale.elementCount() == 1 && scale.shape().rank() <= 1 && isScale(scale)) {
            DataType format = ((Cast) down.get().op()).to();
            RoundToFloat rounding = new RoundToFloat(format, scale.toFloats()[0]);
            replaced.put(product, step(product, rounding, quotient.get().input(0)));
            dropped.addAll(List.of(quotient.get(), down.get(), up));
        }
    }

    private static boolean isScale(TensorData scale) {
        float s = scale.toFloats()[0];
        return s > 0 && !Float.isInfinite(s);
    }

    private static Node step(Node product, Op op, String... operands) {
        return new Node(product.name(), op, List.of(operands), product.outputs());
    }

    /** What computes {@code value}, if one node reads it and nobody else. */
    private Optional<Node> onlyFor(String value) {
        boolean one = graph.consumersOf(value).size() == 1 && !graph.outputs().contains(value);
        return graph.producerOf(value).filter(n -> one);
    }

    private Optional<DataType> typeOf(String value) {
        return graph.constant(value)
                .map(TensorData::type)
                .or(() -> graph.producerOf(value)
                        .filter(n -> n.op() instanceof Cast)
                        .map(n -> ((Cast) n.op()).to()));
    }
}
