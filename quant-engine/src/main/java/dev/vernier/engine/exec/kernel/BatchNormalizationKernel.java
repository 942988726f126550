package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.BatchNormalization;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Batch normalization in inference form, as one factor and one summand a channel. */
final class BatchNormalizationKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        BatchNormalization op = call.op(BatchNormalization.class);
        Tensor x = call.tensor(0);
        int rank = x.shape().rank();
        if (rank < 2) {
            throw call.shapeError("normalizes the channels of a tensor of rank 2 or more");
        }
        int axis = rank == 2 ? 1 : op.layout().channelAxis(rank);
        int channels = Math.toIntExact(x.shape().dim(axis));
        TensorData[] given = new TensorData[4];
        for (int i = 0; i < 4; i++) {
            given[i] = call.data(1 + i);
            if (given[i].elementCount() != channels) {
                throw call.shapeError(
                        "operand " + (1 + i) + " has not one value for each of " + channels + " channels");
            }
        }
        float[] factor = new float[channels];
        float[] summand = new float[channels];
        for (int c = 0; c < channels; c++) {
            double f = given[0].doubleAt(c) / Math.sqrt(given[3].doubleAt(c) + op.epsilon());
            factor[c] = (float) f;
            summand[c] = (float) (given[1].doubleAt(c) - given[2].doubleAt(c) * f);
        }
        long[] dims = new long[rank];
        Arrays.fill(dims, 1);
        dims[axis] = channels;
        try (Tensor scale = Tensor.of(TensorData.ofFloats(Shape.of(dims), factor));
                Tensor shift = Tensor.of(TensorData.ofFloats(Shape.of(dims), summand));
                Tensor scaled = binary(call, new Mul(Clamp.NONE), x, scale)) {
            return new Tensor[] {binary(call, new Add(Clamp.NONE), scaled, shift)};
        }
    }

    private static Tensor binary(KernelCall call, Op op, Tensor a, Tensor b) {
        List<KernelCall.Operand> operands = List.of(KernelCall.Operand.of(a), KernelCall.Operand.of(b));
        return new BinaryKernel().run(new KernelCall(call.node(), op, operands, 2, List.of(), call.resources()))[0];
    }
}
