package dev.vernier.io.onnx;

import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The way from stored codes, of which a row is what shares scales, to the weights that a layer reads.
 *
 * @param steps dequantizing them first, then what shapes and turns them
 * @param byRow whether the rows are the output channels of what reads the weights
 */
record ReadRows(List<Node> steps, boolean byRow) {
    private static final int LOST = -1;

    /** @param dequantize a step whose operands are constants, rows along the first axis */
    static ReadRows of(Graph graph, Node dequantize) {
        List<Node> steps = new ArrayList<>(List.of(dequantize));
        int rowAxis = 0;
        List<Node> readers = graph.consumersOf(dequantize.output());
        while (readers.size() == 1 && onlyShapes(graph, readers.get(0))) {
            Node step = readers.get(0);
            rowAxis = rowAxisAfter(graph, step, rowAxis);
            steps.add(step);
            readers = graph.consumersOf(step.output());
        }
        String value = steps.get(steps.size() - 1).output();
        int axis = rowAxis;
        boolean byRow = axis != LOST && readers.stream().allMatch(r -> isChannelAxis(graph, r, value, axis));
        return new ReadRows(steps, byRow);
    }

    /** The weights' name. */
    String value() {
        return steps.get(steps.size() - 1).output();
    }

    /** The weights as real numbers. */
    TensorData real(Graph graph) {
        Graph.Builder part = Graph.builder(graph.name()).nodes(steps).outputs(List.of(value()));
        graph.constants().forEach(part::constant);
        return Interpreter.run(part.dropUnusedConstants().build(), Map.of(), Set.of(value()))
                .get(value());
    }

    private static boolean onlyShapes(Graph graph, Node n) {
        boolean moves = n.op() instanceof Reshape || n.op() instanceof Transpose;
        return moves
                && n.inputs().stream().skip(1).allMatch(graph::isConstant)
                && !graph.outputs().contains(n.output());
    }

    private static int rowAxisAfter(Graph graph, Node step, int axis) {
        if (axis == LOST) {
            return LOST;
        }
        if (step.op() instanceof Transpose) {
            return ((Transpose) step.op()).permutation().indexOf(axis);
        }
        Shape from = graph.spec(step.input(0)).orElseThrow().shape();
        Shape to = graph.spec(step.output()).orElseThrow().shape();
        boolean keepsRows = axis == 0 && to.rank() > 0 && from.dim(0) == to.dim(0);
        return keepsRows ? 0 : LOST;
    }

    private static boolean isChannelAxis(Graph graph, Node reader, String weights, int axis) {
        Op op = reader.op();
        int rank = graph.spec(weights).orElseThrow().shape().rank();
        return op.weightInput() >= 0
                && reader.hasInput(op.weightInput())
                && reader.input(op.weightInput()).equals(weights)
                && Math.floorMod(op.weightChannelAxis(), rank) == axis;
    }
}
