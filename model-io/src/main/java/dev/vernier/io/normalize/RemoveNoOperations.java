package dev.vernier.io.normalize;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unsqueeze;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Operations that answer what they are given are taken out: Identity, Dropout, reshaping to the same shape, padding by nothing. */
final class RemoveNoOperations implements NormalizePass {
    @Override
    public Graph apply(Graph graph, ImportReport.Builder report) {
        return GraphEdit.untilNothingChanges(graph, edit -> {
            ShapeInference shapes = ShapeInference.of(edit.graph());
            for (Node n : edit.graph().nodes()) {
                if (changesNothing(edit.graph(), shapes, n) && remove(edit, n)) {
                    report.info(
                            ImportFinding.Code.NO_OPERATION_REMOVED,
                            n.name(),
                            "Layer " + n.name() + " (" + n.op().type()
                                    + ") changes nothing when the network runs and was removed.");
                }
            }
        });
    }

    private static boolean changesNothing(Graph graph, ShapeInference shapes, Node n) {
        Op op = n.op();
        if (op instanceof Identity) {
            return true;
        }
        if (op instanceof Cast) {
            return shapes.fact(n.input(0))
                    .map(f -> f.type() == ((Cast) op).to())
                    .orElse(false);
        }
        if (op instanceof Transpose) {
            List<Integer> p = ((Transpose) op).permutation();
            return IntStream.range(0, p.size()).allMatch(i -> p.get(i) == i);
        }
        if (op instanceof Pad) {
            Optional<TensorData> pads = graph.constant(n.input(1));
            return pads.isPresent()
                    && IntStream.range(0, (int) pads.get().elementCount())
                            .allMatch(i -> pads.get().longAt(i) == 0);
        }
        boolean onlyShape =
                op instanceof Reshape || op instanceof Flatten || op instanceof Squeeze || op instanceof Unsqueeze;
        return onlyShape
                && shapes.fact(n.input(0)).isPresent()
                && shapes.fact(n.input(0))
                        .map(f -> f.dims())
                        .equals(shapes.fact(n.output()).map(f -> f.dims()));
    }

    /** @return whether it could be taken out (for now) without renaming what the network takes or answers */
    private static boolean remove(GraphEdit edit, Node n) {
        Graph graph = edit.graph();
        String from = n.input(0);
        String to = n.output();
        if (!graph.outputs().contains(to)) {
            edit.redirect(to, from);
            edit.remove(n);
            return true;
        }
        Optional<Node> producer = graph.producerOf(from);
        if (producer.isEmpty()
                || edit.isChanged(producer.get())
                || graph.outputs().contains(from)) {
            return false;
        }
        Node p = producer.get();
        List<String> outputs =
                p.outputs().stream().map(o -> o.equals(from) ? to : o).toList();
        edit.replace(p, new Node(p.name(), p.op(), p.inputs(), outputs));
        edit.redirect(from, to);
        edit.remove(n);
        return true;
    }
}
