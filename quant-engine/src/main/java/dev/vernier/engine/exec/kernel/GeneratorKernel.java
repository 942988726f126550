package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.OneHot;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.stream.LongStream;

/** OneHot and Range: tensors made of a few numbers. */
final class GeneratorKernel implements Kernel {
    /** A range longer than this comes from a mistake. */
    private static final double MAX_LENGTH = 1 << 28;

    @Override
    public Tensor[] run(KernelCall call) {
        return new Tensor[] {call.op() instanceof OneHot ? oneHot(call) : range(call)};
    }

    private static Tensor oneHot(KernelCall call) {
        long[] indices = call.longs(0);
        long depth = call.longs(1)[0];
        TensorData offAndOn = call.data(2);
        int rank = call.shape(0).rank() + 1;
        int axis = ShapeKernel.normalized(call, call.op(OneHot.class).axis(), rank, rank);
        if (depth < 0 || offAndOn.elementCount() != 2) {
            throw call.shapeError("depth " + depth + " and values of shape " + offAndOn.shape() + " do not fit");
        }
        long[] before = call.shape(0).toArray();
        long[] dims = LongStream.concat(
                        LongStream.concat(LongStream.of(before).limit(axis), LongStream.of(depth)),
                        LongStream.of(before).skip(axis))
                .toArray();
        long inner = LongStream.of(before).skip(axis).reduce(1, (a, b) -> a * b);
        Tensor out = Tensor.allocate(offAndOn.type(), Shape.of(dims));
        ByteBuffer to = out.buffer();
        ByteBuffer values = offAndOn.bytes();
        int size = out.elementBytes();
        for (int i = 0; i < out.elementCount(); i++) {
            to.put(i * size, values, 0, size);
        }
        for (int i = 0; i < indices.length; i++) {
            long hot = indices[i] < 0 ? indices[i] + depth : indices[i];
            if (hot >= 0 && hot < depth) {
                long at = (i / inner * depth + hot) * inner + i % inner;
                to.put((int) at * size, values, size, size);
            }
        }
        return out;
    }

    private static Tensor range(KernelCall call) {
        TensorData start = call.data(0);
        double step = call.data(2).doubleAt(0);
        double length = Math.max(0, Math.ceil((call.data(1).doubleAt(0) - start.doubleAt(0)) / step));
        if (!(length <= MAX_LENGTH)) {
            throw call.error("counts " + length + " numbers in steps of " + step);
        }
        DataType type = start.type();
        Tensor out = Tensor.allocate(type, Shape.of((long) length));
        for (int i = 0; i < length; i++) {
            if (type.isFloating()) {
                ScalarLoops.putDouble(out.buffer(), type, i, start.doubleAt(0) + i * step);
            } else {
                ScalarLoops.putLong(
                        out.buffer(),
                        type,
                        i,
                        start.longAt(0) + i * call.data(2).longAt(0));
            }
        }
        return out;
    }
}
