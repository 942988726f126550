package dev.vernier.io.onnx;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.PadMode;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.TopK;
import dev.vernier.engine.quantize.AffineQuantization;
import dev.vernier.engine.spec.Rounding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the results of operations that only move values on their operand's 8-bit grid once more. That changes no value, but tells ONNX
 * Runtime, which looks at each operation between a dequantize and a quantize step, that the operation and those around it can run on
 * codes. Left to find it out by itself, version 1.29 writes steps with contradicting types at operator set 21.
 */
final class GridAfterMovement {
    private final Graph graph;
    private final Graph.Builder laidOut;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, QuantParams> grids = new HashMap<>();

    private GridAfterMovement(Graph graph) {
        this.graph = graph;
        this.laidOut = graph.toBuilder();
    }

    static Graph restated(Graph graph) {
        return new GridAfterMovement(graph).restate();
    }

    private Graph restate() {
        for (Node n : graph.nodes()) {
            if (n.op() instanceof DequantizeLinear && !graph.isConstant(n.input(0))) {
                grids.put(n.output(), ((DequantizeLinear) n.op()).params());
            }
            Optional<QuantParams> grid = gridOfResult(n);
            if (grid.isPresent()) {
                restateResult(n, grid.get());
            } else {
                nodes.add(n);
            }
        }
        return laidOut.nodes(nodes).build();
    }

    /** The grid that the node's results are on and that is not said after it. */
    private Optional<QuantParams> gridOfResult(Node n) {
        if (!n.op().keepsScale() || n.op() instanceof TopK || n.inputs().isEmpty()) {
            return Optional.empty();
        }
        QuantParams grid = grids.get(n.input(0));
        boolean allCodes =
                grid != null && grid.type().bits() == 8 && grid.type().levels() == 256;
        boolean same =
                !n.op().unifiesInputs() || n.inputs().stream().allMatch(i -> grid != null && grid.equals(grids.get(i)));
        return allCodes && same && staysOnGrid(n, grid) ? Optional.of(grid) : Optional.empty();
    }

    private boolean staysOnGrid(Node n, QuantParams grid) {
        if (!(n.op() instanceof Pad) || ((Pad) n.op()).mode() != PadMode.CONSTANT || !n.hasInput(2)) {
            return true;
        }
        Optional<TensorData> border = graph.constant(n.input(2));
        if (border.isEmpty() || border.get().elementCount() != 1) {
            return false;
        }
        float value = (float) border.get().doubleAt(0);
        float onGrid = AffineQuantization.fakeQuantize(
                value, grid.scale(), grid.zeroPoint(), grid.type(), Rounding.HALF_TO_EVEN);
        return value == onGrid;
    }

    private void restateResult(Node n, QuantParams grid) {
        List<String> moved = new ArrayList<>();
        for (String out : n.outputs()) {
            moved.add(out + "__moved");
            graph.spec(out).ifPresent(s -> laidOut.spec(new TensorSpec(out + "__moved", s.type(), s.shape())));
        }
        nodes.add(new Node(n.name(), n.op(), n.inputs(), moved));
        for (int i = 0; i < moved.size(); i++) {
            String out = n.outputs().get(i);
            String codes = out + "__moved_codes";
            nodes.add(new Node(out + "__moved_q", new QuantizeLinear(grid), List.of(moved.get(i)), List.of(codes)));
            nodes.add(new Node(out + "__moved_dq", new DequantizeLinear(grid), List.of(codes), List.of(out)));
            grids.put(out, grid);
        }
    }
}
