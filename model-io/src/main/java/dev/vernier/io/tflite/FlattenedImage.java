package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Tanh;
import java.util.List;

/**
 * Images made into rows for a dense layer. Held channels last, their elements come in another order than in the graph; the weights that
 * meet them can have that order too, and then nothing has to be moved while the model runs.
 */
final class FlattenedImage {
    private FlattenedImage() {}

    /** Whether {@code flattening}, of each sample of shape {@code from} to one row, is read by dense layers alone. */
    static boolean onlyFeedsDense(Node flattening, Shape from, Shape result, TfliteEmitter out) {
        boolean rows = result.rank() == 2
                && from.rank() > 2
                && from.withoutBatch().isStatic()
                && from.withoutBatch().elementCount() == result.dim(1);
        return rows && onlyFeedsDense(flattening.output(), out.graph());
    }

    private static boolean onlyFeedsDense(String value, Graph graph) {
        List<Node> readers = graph.consumersOf(value);
        return !graph.outputs().contains(value)
                && !readers.isEmpty()
                && readers.stream().allMatch(n -> follows(n, value, graph));
    }

    private static boolean follows(Node n, String value, Graph graph) {
        Op op = n.op();
        if (op instanceof Gemm || op instanceof MatMul) {
            boolean turned = op instanceof Gemm && ((Gemm) op).transposeA();
            return !turned
                    && n.input(0).equals(value)
                    && n.inputs().lastIndexOf(value) == 0
                    && isStored(n.input(1), graph);
        }
        boolean elementwise = TfliteEmitter.isStep(op)
                || op instanceof Relu
                || op instanceof Clip
                || op instanceof Sigmoid
                || op instanceof Tanh
                || op instanceof Identity;
        return elementwise && onlyFeedsDense(n.output(), graph);
    }

    /** A constant, or what a stored one is dequantized or widened to. */
    private static boolean isStored(String value, Graph graph) {
        return graph.isConstant(value)
                || graph.producerOf(value)
                        .filter(p -> p.op() instanceof DequantizeLinear
                                || (p.op() instanceof Cast && ((Cast) p.op()).to() == DataType.FLOAT32))
                        .filter(p -> graph.isConstant(p.input(0)))
                        .isPresent();
    }

    /**
     * Which element of a sample in the graph's order each element of the row is.
     *
     * @param held the order of axes of the images; the batch is first
     */
    static int[] order(Arrangement held, Shape image) {
        int rank = image.rank();
        int[] strides = new int[rank];
        int step = 1;
        for (int axis = rank - 1; axis > 0; axis--) {
            strides[axis] = step;
            step *= (int) image.dim(axis);
        }
        int[] order = new int[step];
        int[] place = new int[rank];
        for (int i = 0; i < step; i++) {
            for (int axis = 1; axis < rank; axis++) {
                order[i] += place[axis] * strides[held.axes().get(axis)];
            }
            for (int axis = rank - 1;
                    axis > 0 && ++place[axis] == image.dim(held.axes().get(axis));
                    axis--) {
                place[axis] = 0;
            }
        }
        return order;
    }
}
