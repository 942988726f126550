package dev.vernier.io.normalize;

import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.DequantizeRows;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.QuantizePerSample;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Unsqueeze;
import dev.vernier.engine.graph.op.UnsupportedOp;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is computed from constants alone is computed once: transposed weights, sums of biases. Quantize and dequantize steps stay, they are
 * what a quantized model is about. The network itself is not run.
 */
final class FoldConstants implements NormalizePass {
    /** Larger results stay computed: a few bytes of file must not become gigabytes. */
    private static final long MAX_ELEMENTS = 1L << 26;

    @Override
    public Graph apply(Graph graph, ImportReport.Builder report) {
        return foldComputed(foldReshaped(graph), report);
    }

    /** Constants under another shape need no computing, and are by far the most frequent case. */
    private static Graph foldReshaped(Graph graph) {
        Graph.Builder b = graph.toBuilder();
        Map<String, TensorData> constants = new HashMap<>(graph.constants());
        List<Node> rest = new ArrayList<>();
        for (Node n : graph.nodes()) {
            Op op = n.op();
            boolean onlyShape =
                    op instanceof Reshape || op instanceof Flatten || op instanceof Squeeze || op instanceof Unsqueeze;
            TensorData data = onlyShape ? constants.get(n.input(0)) : null;
            if (data != null && isFoldable(graph, n)) {
                TensorData reshaped =
                        data.reshaped(graph.spec(n.output()).orElseThrow().shape());
                constants.put(n.output(), reshaped);
                b.constant(n.output(), reshaped);
            } else {
                rest.add(n);
            }
        }
        return b.nodes(rest).build();
    }

    private static Graph foldComputed(Graph graph, ImportReport.Builder report) {
        Set<String> known = new LinkedHashSet<>();
        List<Node> foldable = new ArrayList<>();
        for (Node n : graph.nodes()) {
            boolean fromConstants =
                    n.inputs().stream().allMatch(in -> in.isEmpty() || graph.isConstant(in) || known.contains(in));
            if (fromConstants && isFoldable(graph, n)) {
                foldable.add(n);
                known.addAll(n.outputs());
            }
        }
        if (foldable.isEmpty()) {
            return graph;
        }
        Set<String> read = new LinkedHashSet<>();
        List<Node> rest = new ArrayList<>(graph.nodes());
        rest.removeAll(foldable);
        rest.forEach(n -> read.addAll(n.inputs()));
        read.retainAll(known);
        Map<String, TensorData> values = Interpreter.run(constantPart(graph, foldable, read), Map.of(), read);
        Graph.Builder b = graph.toBuilder().nodes(rest);
        values.forEach(b::constant);
        report.info(
                ImportFinding.Code.CONSTANTS_FOLDED,
                "",
                foldable.size() + (foldable.size() == 1 ? " operation" : " operations")
                        + " on constants alone were computed once.");
        return b.build();
    }

    private static boolean isFoldable(Graph graph, Node n) {
        Op op = n.op();
        boolean quantization = op instanceof QuantizeLinear
                || op instanceof DequantizeLinear
                || op instanceof DequantizeRows
                || op instanceof QuantizePerSample;
        return !(op instanceof UnsupportedOp)
                && op.bodies().isEmpty()
                && !quantization
                && n.outputs().stream().noneMatch(graph.outputs()::contains)
                && graph.spec(n.output()).map(s -> isSmall(s.shape())).orElse(false);
    }

    private static boolean isSmall(Shape shape) {
        return shape.isStatic() && shape.elementCount() <= MAX_ELEMENTS;
    }

    private static Graph constantPart(Graph graph, List<Node> nodes, Set<String> wanted) {
        Graph.Builder b = Graph.builder(graph.name()).nodes(nodes).outputs(wanted);
        graph.constants().forEach(b::constant);
        return b.dropUnusedConstants().build();
    }
}
