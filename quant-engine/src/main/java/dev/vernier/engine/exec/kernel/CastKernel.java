package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;

/** Another element type; floating to integer truncates toward zero, to narrower floating types rounds half to even. */
final class CastKernel implements Kernel {
    private static final int MIN_PER_THREAD = 16384;

    @Override
    public Tensor[] run(KernelCall call) {
        DataType to = call.op(Cast.class).to();
        if (to == DataType.STRING) {
            throw call.error("numbers cannot be converted to text; evaluate only the layers before it");
        }
        return new Tensor[] {cast(call.tensor(0), to)};
    }

    /** {@code x} as elements of type {@code to}: itself, once more owned, or a copy. */
    static Tensor cast(Tensor x, DataType to) {
        DataType from = x.type();
        if (from == to) {
            return x.retain();
        }
        Tensor out = Tensor.allocate(to, x.shape(), x.format());
        ByteBuffer source = x.buffer();
        ByteBuffer target = out.buffer();
        boolean floating = from.isFloating() || to.isFloating();
        ParallelLoop.run(x.elementCount(), MIN_PER_THREAD, (begin, end) -> {
            for (int i = (int) begin; i < end; i++) {
                if (floating) {
                    ScalarLoops.putDouble(target, to, i, ScalarLoops.getDouble(source, from, i));
                } else {
                    ScalarLoops.putLong(target, to, i, ScalarLoops.getLong(source, from, i));
                }
            }
        });
        return out;
    }
}
