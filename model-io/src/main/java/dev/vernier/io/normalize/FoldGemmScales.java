package dev.vernier.io.normalize;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.io.ImportReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A dense layer's {@code alpha} is multiplied into its constant weights and {@code beta} into its constant bias, and a bias that is one
 * row, or one number, becomes a list with one value an output.
 */
final class FoldGemmScales implements NormalizePass {
    @Override
    public Graph apply(Graph graph, ImportReport.Builder report) {
        GraphEdit edit = new GraphEdit(graph);
        for (Node n : graph.nodes()) {
            if (n.op() instanceof Gemm) {
                fold(edit, n, (Gemm) n.op());
            }
        }
        return edit.apply();
    }

    private static void fold(GraphEdit edit, Node node, Gemm gemm) {
        Graph graph = edit.graph();
        List<String> inputs = new ArrayList<>(node.inputs());
        float alpha = gemm.alpha();
        float beta = gemm.beta();
        TensorData weights = constant(graph, node, 1);
        if (weights != null && alpha != 1) {
            inputs.set(
                    1,
                    edit.constantInPlaceOf(
                            node.input(1), node, node.name() + "/weights", times(weights, alpha, weights.shape())));
            alpha = 1;
        }
        TensorData bias = constant(graph, node, 2);
        if (bias != null && weights != null) {
            int outputs = Math.toIntExact(weights.shape().dim(gemm.transposeB() ? 0 : 1));
            boolean row = bias.shape().equals(Shape.of(1, outputs));
            boolean single = bias.elementCount() == 1 && !bias.shape().equals(Shape.of(outputs));
            if (beta != 1 || row || single) {
                TensorData list = single ? repeated(bias, outputs) : bias;
                TensorData scaled = times(list, beta, row || single ? Shape.of(outputs) : list.shape());
                inputs.set(2, edit.constantInPlaceOf(node.input(2), node, node.name() + "/bias", scaled));
                beta = 1;
            }
        } else if (!node.hasInput(2)) {
            beta = 1;
        }
        Gemm folded = new Gemm(gemm.transposeA(), gemm.transposeB(), alpha, beta, gemm.activation());
        if (!folded.equals(gemm) || !inputs.equals(node.inputs())) {
            edit.replace(node, new Node(node.name(), folded, inputs, node.outputs()));
        }
    }

    private static TensorData constant(Graph graph, Node node, int operand) {
        return graph.constant(node.input(operand))
                .filter(c -> c.type() == DataType.FLOAT32)
                .orElse(null);
    }

    private static TensorData repeated(TensorData single, int count) {
        float[] values = new float[count];
        Arrays.fill(values, (float) single.doubleAt(0));
        return TensorData.ofFloats(Shape.of(count), values);
    }

    private static TensorData times(TensorData data, float factor, Shape shape) {
        float[] values = data.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return TensorData.ofFloats(shape, values);
    }
}
