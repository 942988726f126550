package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.HalfPrecision;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Gelu;
import dev.vernier.engine.graph.op.HardSigmoid;
import dev.vernier.engine.graph.op.HardSwish;
import dev.vernier.engine.graph.op.LeakyRelu;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;

/** Plain loops for element types that no native kernel takes: shapes as int64, doubles, halves. Correct before fast. */
final class ScalarLoops {
    private ScalarLoops() {}

    /** Element {@code i} in physical order, as double. */
    static double getDouble(ByteBuffer b, DataType type, int i) {
        switch (type) {
            case FLOAT32:
                return b.getFloat(i * 4);
            case FLOAT64:
                return b.getDouble(i * 8);
            case FLOAT16:
                return HalfPrecision.fromFloat16(b.getShort(i * 2));
            case BFLOAT16:
                return Float.intBitsToFloat(b.getShort(i * 2) << 16);
            case FLOAT8E4M3FN:
            case FLOAT8E4M3FNUZ:
            case FLOAT8E5M2:
            case FLOAT8E5M2FNUZ:
                return Float8.of(type).decode(b.get(i));
            case UINT64:
                long v = b.getLong(i * 8);
                return v >= 0 ? v : (v >>> 1) * 2.0 + (v & 1);
            default:
                return getLong(b, type, i);
        }
    }

    /** Element {@code i} in physical order, as long; floating values are truncated toward zero. */
    static long getLong(ByteBuffer b, DataType type, int i) {
        switch (type) {
            case INT8:
            case INT4:
                return b.get(i);
            case UINT8:
            case UINT4:
            case BOOL:
                return b.get(i) & 0xFF;
            case INT16:
                return b.getShort(i * 2);
            case UINT16:
                return b.getShort(i * 2) & 0xFFFF;
            case INT32:
                return b.getInt(i * 4);
            case UINT32:
                return b.getInt(i * 4) & 0xFFFFFFFFL;
            case INT64:
            case UINT64:
                return b.getLong(i * 8);
            default:
                return (long) getDouble(b, type, i);
        }
    }

    /** Stores a floating value, rounded to the element type; beyond the ends of an 8-bit float it becomes its largest number. */
    static void putDouble(ByteBuffer b, DataType type, int i, double value) {
        switch (type) {
            case FLOAT32:
                b.putFloat(i * 4, (float) value);
                break;
            case FLOAT64:
                b.putDouble(i * 8, value);
                break;
            case FLOAT16:
                b.putShort(i * 2, HalfPrecision.toFloat16((float) value));
                break;
            case BFLOAT16:
                b.putShort(
                        i * 2, (short) (Float.floatToRawIntBits(HalfPrecision.roundToBFloat16((float) value)) >>> 16));
                break;
            case FLOAT8E4M3FN:
            case FLOAT8E4M3FNUZ:
            case FLOAT8E5M2:
            case FLOAT8E5M2FNUZ:
                b.put(i, Float8.of(type).encode((float) value));
                break;
            case BOOL:
                b.put(i, (byte) (value != 0 ? 1 : 0));
                break;
            default:
                putLong(b, type, i, (long) value);
        }
    }

    /** Stores the low bits of an integer. */
    static void putLong(ByteBuffer b, DataType type, int i, long value) {
        switch (type) {
            case INT8:
            case UINT8:
                b.put(i, (byte) value);
                break;
            case INT4:
                b.put(i, (byte) (value << 60 >> 60));
                break;
            case UINT4:
                b.put(i, (byte) (value & 0xF));
                break;
            case BOOL:
                b.put(i, (byte) (value != 0 ? 1 : 0));
                break;
            case INT16:
            case UINT16:
                b.putShort(i * 2, (short) value);
                break;
            case INT32:
            case UINT32:
                b.putInt(i * 4, (int) value);
                break;
            case INT64:
            case UINT64:
                b.putLong(i * 8, value);
                break;
            default:
                putDouble(b, type, i, value);
        }
    }

    /** The call's operation and what follows it, on a type other than FLOAT32. */
    static Tensor elementwise(KernelCall call, Tensor x) {
        Tensor out = Tensor.allocate(x.type(), x.shape(), x.format());
        ByteBuffer from = x.buffer();
        ByteBuffer to = out.buffer();
        int n = Math.toIntExact(x.elementCount());
        for (int i = 0; i < n; i++) {
            if (x.type().isFloating()) {
                putDouble(to, x.type(), i, afterwards(call, apply(call, call.op(), getDouble(from, x.type(), i))));
            } else {
                double v = getLong(from, x.type(), i);
                putDouble(to, x.type(), i, afterwards(call, apply(call, call.op(), v)));
            }
        }
        return out;
    }

    private static double apply(KernelCall call, Op op, double x) {
        if (op instanceof Relu) {
            return Math.max(x, 0);
        }
        if (op instanceof Clip) {
            return Math.min(Math.max(x, ((Clip) op).low()), ((Clip) op).high());
        }
        if (op instanceof Sigmoid) {
            return 1 / (1 + Math.exp(-x));
        }
        if (op instanceof LeakyRelu) {
            return x > 0 ? x : ((LeakyRelu) op).alpha() * x;
        }
        if (op instanceof HardSigmoid) {
            HardSigmoid h = (HardSigmoid) op;
            return Math.max(0, Math.min(1, h.alpha() * x + h.beta()));
        }
        if (op instanceof HardSwish) {
            return x * Math.max(0, Math.min(1, x / 6 + 0.5));
        }
        if (op instanceof Gelu) {
            return FunctionKernel.gelu((Gelu) op, x);
        }
        return Math.tanh(x);
    }

    private static double afterwards(KernelCall call, double x) {
        double y = x;
        for (PostOperation p : call.post()) {
            if (p instanceof PostOperation.Limit) {
                Clamp c = ((PostOperation.Limit) p).clamp();
                y = Math.min(Math.max(y, c.low()), c.high());
            } else if (p instanceof PostOperation.Activate) {
                y = apply(call, ((PostOperation.Activate) p).activation(), y);
            } else {
                throw call.error("quantization is defined for float32 tensors only; insert a Cast");
            }
        }
        return y;
    }

    /** {@code a op b} with broadcasting, on a type other than FLOAT32; integer quotients are truncated toward zero. */
    static Tensor binary(KernelCall call, Tensor a, Tensor b) {
        Shape shape = BinaryKernel.broadcast(call, a.shape(), b.shape());
        Tensor out = Tensor.allocate(a.type(), shape);
        ByteBuffer x = a.buffer();
        ByteBuffer y = b.buffer();
        ByteBuffer to = out.buffer();
        long[] xs = NativeView.of(a).padded(Math.max(1, shape.rank())).strides();
        long[] ys = NativeView.of(b).padded(Math.max(1, shape.rank())).strides();
        int n = Math.toIntExact(out.elementCount());
        for (int i = 0; i < n; i++) {
            int at = i;
            int ix = 0;
            int iy = 0;
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                int index = (int) (at % shape.dim(axis));
                at /= (int) shape.dim(axis);
                ix += isBroadcast(a.shape(), shape, axis) ? 0 : (int) (index * xs[axis]);
                iy += isBroadcast(b.shape(), shape, axis) ? 0 : (int) (index * ys[axis]);
            }
            if (a.type().isFloating()) {
                double v = combine(call.op(), getDouble(x, a.type(), ix), getDouble(y, a.type(), iy));
                putDouble(to, a.type(), i, afterwards(call, v));
            } else {
                long divisor = getLong(y, a.type(), iy);
                if (divisor == 0 && isDivision(call.op())) {
                    out.close();
                    throw call.error("divides an integer by zero");
                }
                long v = combine(call.op(), getLong(x, a.type(), ix), divisor);
                putLong(to, a.type(), i, call.post().isEmpty() ? v : (long) afterwards(call, v));
            }
        }
        return out;
    }

    private static boolean isBroadcast(Shape part, Shape whole, int axis) {
        int own = axis - (whole.rank() - part.rank());
        return own < 0 || part.dim(own) == 1;
    }

    private static boolean isDivision(Op op) {
        return !(op instanceof Add || op instanceof Sub || op instanceof Mul);
    }

    private static double combine(Op op, double a, double b) {
        return op instanceof Add ? a + b : op instanceof Sub ? a - b : op instanceof Mul ? a * b : a / b;
    }

    private static long combine(Op op, long a, long b) {
        return op instanceof Add ? a + b : op instanceof Sub ? a - b : op instanceof Mul ? a * b : a / b;
    }
}
