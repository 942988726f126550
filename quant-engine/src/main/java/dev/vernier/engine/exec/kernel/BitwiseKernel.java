package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.Bitwise;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/** Bits of two integer tensors combined, with broadcasting. */
final class BitwiseKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        DataType type = call.tensor(0).type();
        if (!type.isInteger() || call.tensor(1).type() != type) {
            throw call.error("combines the bits of two integer tensors of one type, not of " + type + " and "
                    + call.tensor(1).type());
        }
        try (Owned owned = new Owned()) {
            Tensor a = owned.add(MemoryOrder.rowMajor(call.tensor(0), call.resources()));
            Tensor b = owned.add(MemoryOrder.rowMajor(call.tensor(1), call.resources()));
            BroadcastLoop loop = BroadcastLoop.over(call, List.of(a, b));
            Tensor out = Tensor.allocate(type, loop.shape());
            ByteBuffer x = a.buffer();
            ByteBuffer y = b.buffer();
            ByteBuffer to = out.buffer();
            Bitwise.Kind kind = call.op(Bitwise.class).kind();
            loop.run((at, from, step, n) -> {
                for (int i = 0; i < n; i++) {
                    long u = ScalarLoops.getLong(x, type, from[0] + i * step[0]);
                    long v = ScalarLoops.getLong(y, type, from[1] + i * step[1]);
                    ScalarLoops.putLong(to, type, at + i, combined(kind, u, v));
                }
            });
            return new Tensor[] {out};
        }
    }

    private static long combined(Bitwise.Kind kind, long a, long b) {
        boolean beyond = b < 0 || b >= Long.SIZE;
        return switch (kind) {
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHIFT_LEFT -> beyond ? 0 : a << b;
            case SHIFT_RIGHT -> beyond ? 0 : a >>> b;
        };
    }
}
