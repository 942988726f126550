package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/** Elements of one tensor or another, as a condition says, with broadcasting. */
final class WhereKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        try (Owned owned = new Owned()) {
            Tensor condition = owned.add(MemoryOrder.rowMajor(call.tensor(0), call.resources()));
            Tensor a = owned.add(MemoryOrder.rowMajor(call.tensor(1), call.resources()));
            Tensor b = owned.add(MemoryOrder.rowMajor(call.tensor(2), call.resources()));
            if (a.type() != b.type()) {
                throw call.error("its operands have types " + a.type() + " and " + b.type() + "; insert a Cast");
            }
            BroadcastLoop loop = BroadcastLoop.over(call, List.of(condition, a, b));
            Tensor out = Tensor.allocate(a.type(), loop.shape());
            ByteBuffer truth = condition.buffer();
            ByteBuffer x = a.buffer();
            ByteBuffer y = b.buffer();
            ByteBuffer to = out.buffer();
            int size = a.elementBytes();
            loop.run((at, from, step, n) -> {
                for (int i = 0; i < n; i++) {
                    boolean first = truth.get(from[0] + i * step[0]) != 0;
                    int taken = first ? from[1] + i * step[1] : from[2] + i * step[2];
                    to.put((at + i) * size, first ? x : y, taken * size, size);
                }
            });
            return new Tensor[] {out};
        }
    }
}
