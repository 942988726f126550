package dev.vernier.io.normalize;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.BatchNormalization;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.Optional;

/**
 * Batch norm after a convolution or dense layer becomes part of its weights and bias: with {@code f = scale / sqrt(variance + epsilon)},
 * {@code w' = w · f} and {@code b' = (b - mean) · f + bias}. Only where nothing else reads the layer's result.
 */
final class FoldBatchNorm implements NormalizePass {
    @Override
    public Graph apply(Graph graph, ImportReport.Builder report) {
        GraphEdit edit = new GraphEdit(graph);
        for (Node n : graph.nodes()) {
            if (n.op() instanceof BatchNormalization) {
                fold(edit, n, report);
            }
        }
        return edit.apply();
    }

    private static void fold(GraphEdit edit, Node norm, ImportReport.Builder report) {
        Graph graph = edit.graph();
        Node layer = OnlyReader.producerFor(graph, norm.input(0), norm)
                .filter(p -> !edit.isChanged(p))
                .orElse(null);
        Optional<Integer> channels = layer == null ? Optional.empty() : ChannelScaling.channels(graph, layer);
        if (channels.isEmpty()) {
            return;
        }
        TensorData[] operands = new TensorData[5];
        for (int i = 1; i <= 4; i++) {
            operands[i] = graph.constant(norm.input(i)).orElse(null);
            if (operands[i] == null || operands[i].elementCount() != channels.get()) {
                return;
            }
        }
        double epsilon = ((BatchNormalization) norm.op()).epsilon();
        double[] factor = new double[channels.get()];
        double[] shift = new double[channels.get()];
        for (int c = 0; c < factor.length; c++) {
            factor[c] = operands[1].doubleAt(c) / Math.sqrt(operands[4].doubleAt(c) + epsilon);
            shift[c] = operands[2].doubleAt(c) - operands[3].doubleAt(c) * factor[c];
        }
        ChannelScaling.apply(edit, layer, factor, shift, norm.output());
        edit.remove(norm);
        report.info(
                ImportFinding.Code.BATCH_NORM_FOLDED,
                layer.name(),
                "Batch norm " + norm.name() + " was folded into the weights and bias of " + layer.name() + ".");
    }
}
