package dev.vernier.io.onnx;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.QuantizeLinear;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A grid of fewer codes than its storage type is written as a Clip to the ends of the grid, then a quantize step of all codes. Read again,
 * the two are one quantize step of the fewer codes.
 */
final class GridLimits {
    private GridLimits() {}

    static Graph merged(Graph graph) {
        List<Node> nodes = new ArrayList<>();
        Set<Node> dropped = new HashSet<>();
        for (Node n : graph.nodes()) {
            Optional<Node> clip = limit(graph, n);
            Optional<QuantParams> fewer = clip.flatMap(c -> fewerCodes((Clip) c.op(), (QuantizeLinear) n.op()));
            if (fewer.isPresent()) {
                dropped.add(clip.get());
                nodes.add(new Node(
                        n.name(),
                        new QuantizeLinear(fewer.get()),
                        List.of(clip.get().input(0)),
                        n.outputs()));
            } else {
                nodes.add(n);
            }
        }
        if (dropped.isEmpty()) {
            return graph;
        }
        nodes.removeAll(dropped);
        return graph.toBuilder().nodes(nodes).build();
    }

    private static Optional<Node> limit(Graph graph, Node n) {
        if (!(n.op() instanceof QuantizeLinear)
                || ((QuantizeLinear) n.op()).params().isPerChannel()) {
            return Optional.empty();
        }
        return graph.producerOf(n.input(0))
                .filter(p -> p.op() instanceof Clip)
                .filter(p -> graph.consumersOf(p.output()).size() == 1
                        && !graph.outputs().contains(p.output()));
    }

    private static Optional<QuantParams> fewerCodes(Clip clip, QuantizeLinear quantize) {
        QuantParams grid = quantize.params();
        for (int bits = 2; bits <= grid.type().bits(); bits++) {
            for (boolean narrow : List.of(false, true)) {
                QuantType type = QuantType.signed(bits, narrow);
                boolean fewer = type.levels() < grid.type().levels()
                        && type.qMin() >= grid.type().qMin()
                        && grid.zeroPoint() >= type.qMin()
                        && grid.zeroPoint() <= type.qMax();
                if (fewer
                        && clip.low() == (type.qMin() - grid.zeroPoint()) * grid.scale()
                        && clip.high() == (type.qMax() - grid.zeroPoint()) * grid.scale()) {
                    return Optional.of(QuantParams.perTensor(type, grid.scale(), grid.zeroPoint()));
                }
            }
        }
        return Optional.empty();
    }
}
