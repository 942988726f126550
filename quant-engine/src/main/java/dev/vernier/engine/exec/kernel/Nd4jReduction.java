package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.tensor.Tensor;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Norms, products and logarithms of sums by ND4J, on the tensor's own memory. A class of its own so that ND4J loads when it is needed. */
final class Nd4jReduction {
    private Nd4jReduction() {}

    /** Reduces each row of {@code rows}, seen as {@code [groups, length]}. */
    static Tensor of(Reduce.Kind kind, Tensor rows, long groups, long length, Shape shape) {
        Tensor out = Tensor.allocate(DataType.FLOAT32, shape);
        FloatPointer memory = new FloatPointer(rows.pointer()).capacity(groups * length);
        DataBuffer buffer = Nd4j.createBuffer(memory, groups * length, org.nd4j.linalg.api.buffer.DataType.FLOAT);
        INDArray matrix = Nd4j.create(buffer, new long[] {groups, length}, new long[] {length, 1}, 0, 'c');
        float[] results = reduce(kind, matrix).toFloatVector();
        FloatBuffer target = out.floats();
        target.put(results);
        return out;
    }

    private static INDArray reduce(Reduce.Kind kind, INDArray matrix) {
        switch (kind) {
            case PROD:
                return matrix.prod(1);
            case L1:
                return matrix.norm1(1);
            case L2:
                return matrix.norm2(1);
            case LOG_SUM:
                return Transforms.log(matrix.sum(1), false);
            case LOG_SUM_EXP:
                return logSumExp(matrix);
            default:
                return matrix.mul(matrix).sum(1);
        }
    }

    /** {@code max + log(Σ exp(x - max))}, which does not overflow. */
    private static INDArray logSumExp(INDArray matrix) {
        INDArray max = matrix.max(true, 1);
        INDArray sum = Transforms.exp(matrix.sub(max), false).sum(true, 1);
        return Transforms.log(sum, false).addi(max).reshape(matrix.rows());
    }
}
