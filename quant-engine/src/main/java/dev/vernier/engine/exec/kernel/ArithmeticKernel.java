package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.Extremum;
import dev.vernier.engine.graph.op.Mod;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.PRelu;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/** Powers, remainders, extremes and slopes of several tensors with broadcasting, two at a time. */
final class ArithmeticKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        Tensor result = call.tensor(0).retain();
        for (int i = 1; i < call.operandCount(); i++) {
            try (Tensor left = result) {
                result = combine(call, left, call.tensor(i));
            }
        }
        return new Tensor[] {result};
    }

    private static Tensor combine(KernelCall call, Tensor left, Tensor right) {
        try (Owned owned = new Owned()) {
            Tensor a = owned.add(MemoryOrder.rowMajor(left, call.resources()));
            Tensor b = owned.add(MemoryOrder.rowMajor(right, call.resources()));
            BroadcastLoop loop = BroadcastLoop.over(call, List.of(a, b));
            DataType type = a.type();
            Tensor out = Tensor.allocate(type, loop.shape());
            ByteBuffer x = a.buffer();
            ByteBuffer y = b.buffer();
            ByteBuffer to = out.buffer();
            Op op = call.op();
            if (type.isFloating()) {
                loop.run((at, from, step, n) -> {
                    for (int i = 0; i < n; i++) {
                        double u = ScalarLoops.getDouble(x, type, from[0] + i * step[0]);
                        double v = ScalarLoops.getDouble(y, b.type(), from[1] + i * step[1]);
                        ScalarLoops.putDouble(to, type, at + i, combine(op, u, v));
                    }
                });
            } else {
                loop.run((at, from, step, n) -> {
                    for (int i = 0; i < n; i++) {
                        long u = ScalarLoops.getLong(x, type, from[0] + i * step[0]);
                        double v = ScalarLoops.getDouble(y, b.type(), from[1] + i * step[1]);
                        long w = ScalarLoops.getLong(y, b.type(), from[1] + i * step[1]);
                        ScalarLoops.putLong(to, type, at + i, combine(call, op, u, w, v));
                    }
                });
            }
            return out;
        }
    }

    private static double combine(Op op, double a, double b) {
        if (op instanceof Extremum) {
            return ((Extremum) op).kind() == Extremum.Kind.MAX ? Math.max(a, b) : Math.min(a, b);
        }
        if (op instanceof PRelu) {
            return a >= 0 ? a : a * b;
        }
        if (op instanceof Mod) {
            double truncated = a % b;
            boolean moves = !((Mod) op).truncated() && truncated != 0 && (truncated < 0) != (b < 0);
            return moves ? truncated + b : truncated;
        }
        return Math.pow(a, b);
    }

    /** @param real the second operand as it is, for powers whose exponent is no whole number */
    private static long combine(KernelCall call, Op op, long a, long b, double real) {
        if (op instanceof Extremum) {
            return ((Extremum) op).kind() == Extremum.Kind.MAX ? Math.max(a, b) : Math.min(a, b);
        }
        if (op instanceof Mod) {
            if (b == 0) {
                throw call.error("divides an integer by zero");
            }
            return ((Mod) op).truncated() ? a % b : Math.floorMod(a, b);
        }
        return op instanceof PRelu ? (a >= 0 ? a : a * b) : (long) Math.pow(a, real);
    }
}
