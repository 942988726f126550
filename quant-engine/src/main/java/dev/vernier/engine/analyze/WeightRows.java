package dev.vernier.engine.analyze;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Op;
import java.util.Optional;

/**
 * A layer's weights as rows: row {@code r} times a patch of inputs is output channel {@code r}. A row is {@code length / taps} runs of
 * {@code taps} consecutive weights, one run for each input channel.
 *
 * @param rows output channels
 * @param length weights of a row, the inputs of a patch
 * @param groups rows {@code g·rows/groups} on read the inputs of group {@code g}
 * @param taps places of a kernel; 1 for a dense layer
 * @param groupStride from the first weight of a group to that of the next
 * @param rowStride from the first weight of a row to that of the next row of its group
 * @param inputStride from an input channel's run to the next one's
 */
record WeightRows(int rows, int length, int groups, int taps, int groupStride, int rowStride, int inputStride) {
    /** Of a convolution, transposed convolution, dense layer or product with constant weights; empty for other layers. */
    static Optional<WeightRows> of(Graph graph, Layer layer) {
        if (!layer.hasWeights()) {
            return Optional.empty();
        }
        Op op = layer.node().orElseThrow().op();
        Shape shape =
                graph.constant(layer.weights().orElseThrow()).orElseThrow().shape();
        if (shape.elementCount() == 0) {
            return Optional.empty();
        }
        boolean image = shape.rank() == 3 || shape.rank() == 4;
        if (op instanceof Conv && image) {
            int rows = Math.toIntExact(shape.dim(0));
            int group = ((Conv) op).group();
            int length = Math.toIntExact(shape.elementCount() / rows);
            int taps = length / Math.toIntExact(shape.dim(1));
            return Optional.of(new WeightRows(rows, length, group, taps, rows / group * length, length, taps));
        }
        if (op instanceof ConvTranspose && image) {
            int group = ((ConvTranspose) op).group();
            int inputs = Math.toIntExact(shape.dim(0)) / group;
            int outputs = Math.toIntExact(shape.dim(1));
            int taps = Math.toIntExact(shape.elementCount() / shape.dim(0) / outputs);
            return Optional.of(new WeightRows(
                    outputs * group, inputs * taps, group, taps, inputs * outputs * taps, taps, outputs * taps));
        }
        boolean outputFirst = op instanceof Gemm && ((Gemm) op).transposeB();
        boolean dense =
                op instanceof MatMul || (op instanceof Gemm && !((Gemm) op).transposeA() && ((Gemm) op).alpha() == 1);
        if (!dense || shape.rank() != 2) {
            return Optional.empty();
        }
        int rows = Math.toIntExact(shape.dim(outputFirst ? 0 : 1));
        int length = Math.toIntExact(shape.dim(outputFirst ? 1 : 0));
        return Optional.of(
                outputFirst
                        ? new WeightRows(rows, length, 1, 1, 0, length, 1)
                        : new WeightRows(rows, length, 1, 1, 0, 1, rows));
    }

    /** Where weight {@code k} of row {@code r} is in the tensor. */
    int index(int r, int k) {
        return r / rowsOfGroup() * groupStride + r % rowsOfGroup() * rowStride + k / taps * inputStride + k % taps;
    }

    int rowsOfGroup() {
        return rows / groups;
    }

    /** Weights {@code from} to {@code to - 1} of row {@code r} of {@code tensor}. */
    float[] row(float[] tensor, int r, int from, int to) {
        float[] row = new float[to - from];
        for (int k = from; k < to; k++) {
            row[k - from] = tensor[index(r, k)];
        }
        return row;
    }
}
