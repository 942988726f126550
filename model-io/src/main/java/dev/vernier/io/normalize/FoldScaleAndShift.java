package dev.vernier.io.normalize;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.Optional;

/**
 * A constant with one value a channel (or one for all) that is added to, subtracted from, multiplied with or divides a layer's result
 * becomes part of its weights and bias: the bias of a matrix product, or a batch norm that was exported as arithmetic.
 */
final class FoldScaleAndShift implements NormalizePass {
    @Override
    public Graph apply(Graph graph, ImportReport.Builder report) {
        return GraphEdit.untilNothingChanges(graph, edit -> edit.graph().nodes().forEach(n -> fold(edit, n, report)));
    }

    private static void fold(GraphEdit edit, Node arithmetic, ImportReport.Builder report) {
        Op op = arithmetic.op();
        boolean commutes = op instanceof Add || op instanceof Mul;
        if (!(commutes || op instanceof Sub || op instanceof Div)
                || !op.fusedActivation().isNone()) {
            return;
        }
        Graph graph = edit.graph();
        boolean constantFirst = commutes && graph.isConstant(arithmetic.input(0));
        String layerValue = arithmetic.input(constantFirst ? 1 : 0);
        TensorData constant =
                graph.constant(arithmetic.input(constantFirst ? 0 : 1)).orElse(null);
        Node layer = OnlyReader.producerFor(graph, layerValue, arithmetic)
                .filter(p -> !edit.isChanged(p))
                .orElse(null);
        if (constant == null || layer == null || constant.type() != DataType.FLOAT32) {
            return;
        }
        Optional<double[]> values = ChannelScaling.channels(graph, layer)
                .flatMap(
                        channels -> graph.spec(layerValue).flatMap(s -> perChannel(constant, channels, s, layer.op())));
        if (values.isEmpty() || (op instanceof Div && containsZero(values.get()))) {
            return;
        }
        double[] factor = new double[values.get().length];
        double[] shift = new double[factor.length];
        for (int c = 0; c < factor.length; c++) {
            double v = values.get()[c];
            factor[c] = op instanceof Mul ? v : op instanceof Div ? 1 / v : 1;
            shift[c] = op instanceof Add ? v : op instanceof Sub ? -v : 0;
        }
        ChannelScaling.apply(edit, layer, factor, shift, arithmetic.output());
        edit.remove(arithmetic);
        boolean bias = op instanceof Add && !layer.hasInput(2);
        report.info(
                bias ? ImportFinding.Code.BIAS_FUSED : ImportFinding.Code.SCALE_AND_SHIFT_FOLDED,
                layer.name(),
                op.type() + " " + arithmetic.name() + " with a constant became part of the "
                        + (bias ? "bias" : "weights and bias") + " of " + layer.name() + ".");
    }

    private static boolean containsZero(double[] values) {
        for (double v : values) {
            if (v == 0) {
                return true;
            }
        }
        return false;
    }

    /** The constant's value for each channel, if it is broadcast along the channel axis alone. */
    private static Optional<double[]> perChannel(TensorData constant, int channels, TensorSpec result, Op layer) {
        int rank = result.shape().rank();
        Shape shape = constant.shape();
        if (shape.rank() > rank) {
            return Optional.empty();
        }
        int channelAxis = channelAxis(layer, rank);
        for (int i = 0; i < shape.rank(); i++) {
            boolean along = i + rank - shape.rank() == channelAxis;
            if (shape.dim(i) != 1 && !(along && shape.dim(i) == channels)) {
                return Optional.empty();
            }
        }
        double[] values = new double[channels];
        for (int c = 0; c < channels; c++) {
            values[c] = constant.doubleAt(constant.elementCount() == 1 ? 0 : c);
        }
        return Optional.of(values);
    }

    private static int channelAxis(Op layer, int rank) {
        if (layer instanceof Conv) {
            return ((Conv) layer).layout().channelAxis(rank);
        }
        ImageLayout dense = ImageLayout.CHANNELS_LAST;
        return (layer instanceof ConvTranspose ? ((ConvTranspose) layer).layout() : dense).channelAxis(rank);
    }
}
