package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.RoundAwayFrom;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.FloatBuffer;

/** {@link RoundAwayFrom}, in double precision. */
final class RoundAwayFromKernel implements Kernel {
    private static final int MIN_PER_THREAD = 16384;

    @Override
    public Tensor[] run(KernelCall call) {
        Tensor x = call.tensor(0);
        RoundAwayFrom op = call.op(RoundAwayFrom.class);
        if (x.type() != DataType.FLOAT32) {
            throw call.error("rounds float32 values, not " + x.type() + "; insert a Cast");
        }
        Tensor out = Tensor.allocate(DataType.FLOAT32, x.shape(), x.format());
        FloatBuffer from = x.floats();
        FloatBuffer to = out.floats();
        double step = op.step();
        ParallelLoop.run(x.elementCount(), MIN_PER_THREAD, (begin, end) -> {
            for (int i = (int) begin; i < end; i++) {
                double steps = Math.rint(from.get(i) / step);
                to.put(i, (float) ((steps + Math.signum(steps * step - op.origin()) / 4) * step));
            }
        });
        return new Tensor[] {out};
    }
}
