package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Logical;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/** Comparisons and logic of two tensors with broadcasting; the result is boolean. */
final class ComparisonKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        try (Owned owned = new Owned()) {
            Tensor a = owned.add(MemoryOrder.rowMajor(call.tensor(0), call.resources()));
            Tensor b = owned.add(MemoryOrder.rowMajor(call.tensor(1), call.resources()));
            if (a.type() != b.type()) {
                throw call.error("its operands have types " + a.type() + " and " + b.type() + "; insert a Cast");
            }
            BroadcastLoop loop = BroadcastLoop.over(call, List.of(a, b));
            Tensor out = Tensor.allocate(DataType.BOOL, loop.shape());
            ByteBuffer x = a.buffer();
            ByteBuffer y = b.buffer();
            ByteBuffer to = out.buffer();
            Op op = call.op();
            DataType type = a.type();
            boolean floating = type.isFloating();
            loop.run((at, from, step, n) -> {
                for (int i = 0; i < n; i++) {
                    int p = from[0] + i * step[0];
                    int q = from[1] + i * step[1];
                    boolean truth = floating
                            ? holds(op, ScalarLoops.getDouble(x, type, p), ScalarLoops.getDouble(y, type, q))
                            : holds(op, ScalarLoops.getLong(x, type, p), ScalarLoops.getLong(y, type, q));
                    to.put(at + i, (byte) (truth ? 1 : 0));
                }
            });
            return new Tensor[] {out};
        }
    }

    private static boolean holds(Op op, double a, double b) {
        return switch (((Compare) op).relation()) {
            case EQUAL -> a == b;
            case GREATER -> a > b;
            case GREATER_OR_EQUAL -> a >= b;
            case LESS -> a < b;
            case LESS_OR_EQUAL -> a <= b;
        };
    }

    private static boolean holds(Op op, long a, long b) {
        if (op instanceof Logical) {
            return switch (((Logical) op).connective()) {
                case AND -> a != 0 && b != 0;
                case OR -> a != 0 || b != 0;
                case XOR -> (a != 0) != (b != 0);
            };
        }
        return switch (((Compare) op).relation()) {
            case EQUAL -> a == b;
            case GREATER -> a > b;
            case GREATER_OR_EQUAL -> a >= b;
            case LESS -> a < b;
            case LESS_OR_EQUAL -> a <= b;
        };
    }
}
