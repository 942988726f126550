package dev.vernier.engine.analyze;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Op;
import java.util.Optional;

/**
 * A layer's weights as rows: row {@code r} times a patch of inputs is output channel {@code r}.
 *
 * @param rows output channels
 * @param length weights of a row, the inputs of a patch
 * @param groups rows {@code g·rows/groups} on read the inputs of group {@code g}
 * @param rowStride from a weight to the one of the next row
 * @param weightStride from a weight to the next of its row
 */
record WeightRows(int rows, int length, int groups, int rowStride, int weightStride) {
    /** Of a convolution, dense layer or product with constant weights; empty for other layers. */
    static Optional<WeightRows> of(Graph graph, Layer layer) {
        if (!layer.hasWeights()) {
            return Optional.empty();
        }
        Op op = layer.node().orElseThrow().op();
        Shape shape =
                graph.constant(layer.weights().orElseThrow()).orElseThrow().shape();
        if (op instanceof Conv && (shape.rank() == 3 || shape.rank() == 4)) {
            int rows = Math.toIntExact(shape.dim(0));
            int length = Math.toIntExact(shape.elementCount() / Math.max(1, rows));
            return Optional.of(new WeightRows(rows, length, ((Conv) op).group(), length, 1));
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
                outputFirst ? new WeightRows(rows, length, 1, length, 1) : new WeightRows(rows, length, 1, 1, rows));
    }

    /** Where weight {@code k} of row {@code r} is in the tensor. */
    int index(int r, int k) {
        return r * rowStride + k * weightStride;
    }

    int rowsOfGroup() {
        return rows / groups;
    }
}
