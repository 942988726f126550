package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.HalfPrecision;
import dev.vernier.engine.graph.op.RoundToFloat;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.FloatBuffer;

/** Values rounded to binary16 or bfloat16, as {@link HalfPrecision} does. */
final class RoundToFloatKernel implements Kernel {
    private static final int MIN_PER_THREAD = 16384;
    private static final int CHUNK = 2048;

    @Override
    public Tensor[] run(KernelCall call) {
        Tensor x = call.tensor(0);
        DataType format = call.op(RoundToFloat.class).format();
        if (format != DataType.FLOAT16 && format != DataType.BFLOAT16) {
            throw call.error("cannot round to " + format + "; choose FLOAT16 or BFLOAT16");
        }
        if (x.type() != DataType.FLOAT32) {
            throw call.error("rounds float32 values, not " + x.type() + "; insert a Cast");
        }
        Tensor out = Tensor.allocate(DataType.FLOAT32, x.shape(), x.format());
        FloatBuffer from = x.floats();
        FloatBuffer to = out.floats();
        boolean half = format == DataType.FLOAT16;
        ParallelLoop.run(x.elementCount(), MIN_PER_THREAD, (begin, end) -> {
            float[] chunk = new float[CHUNK];
            for (int start = (int) begin; start < end; start += CHUNK) {
                int n = Math.min(CHUNK, (int) end - start);
                from.get(start, chunk, 0, n);
                if (half) {
                    for (int i = 0; i < n; i++) {
                        chunk[i] = HalfPrecision.roundToFloat16(chunk[i]);
                    }
                } else {
                    for (int i = 0; i < n; i++) {
                        chunk[i] = HalfPrecision.roundToBFloat16(chunk[i]);
                    }
                }
                to.put(start, chunk, 0, n);
            }
        });
        return new Tensor[] {out};
    }
}
