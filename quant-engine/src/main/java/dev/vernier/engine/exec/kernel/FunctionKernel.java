package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.Elu;
import dev.vernier.engine.graph.op.Gelu;
import dev.vernier.engine.graph.op.Not;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Unary;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/** Functions of single elements that no native kernel has, in double precision. */
final class FunctionKernel implements Kernel {
    private static final double SQRT_2 = Math.sqrt(2);
    private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

    @Override
    public Tensor[] run(KernelCall call) {
        Tensor x = call.tensor(0);
        DataType type = x.type();
        Tensor out = Tensor.allocate(type, x.shape(), x.format());
        ByteBuffer from = x.buffer();
        ByteBuffer to = out.buffer();
        if (type.isFloating()) {
            DoubleUnaryOperator f = function(call.op());
            ParallelLoop.run(x.elementCount(), 4096, (begin, end) -> {
                for (int i = (int) begin; i < end; i++) {
                    ScalarLoops.putDouble(to, type, i, f.applyAsDouble(ScalarLoops.getDouble(from, type, i)));
                }
            });
        } else {
            LongUnaryOperator f = wholeFunction(call);
            for (int i = 0; i < x.elementCount(); i++) {
                ScalarLoops.putLong(to, type, i, f.applyAsLong(ScalarLoops.getLong(from, type, i)));
            }
        }
        return new Tensor[] {out};
    }

    private static DoubleUnaryOperator function(Op op) {
        if (op instanceof Elu) {
            double alpha = ((Elu) op).alpha();
            return x -> x > 0 ? x : alpha * Math.expm1(x);
        }
        return function(((Unary) op).function());
    }

    private static DoubleUnaryOperator function(Unary.Function f) {
        return switch (f) {
            case ABS -> Math::abs;
            case NEG -> x -> -x;
            case SIGN -> Math::signum;
            case FLOOR -> Math::floor;
            case CEIL -> Math::ceil;
            case ROUND -> Math::rint;
            case SQRT -> Math::sqrt;
            case RECIPROCAL -> x -> 1 / x;
            case EXP -> Math::exp;
            case LOG -> Math::log;
            case ERF -> ErrorFunction::erf;
            case SIN -> Math::sin;
            case COS -> Math::cos;
            case TAN -> Math::tan;
            case ASIN -> Math::asin;
            case ACOS -> Math::acos;
            case ATAN -> Math::atan;
            case SINH -> Math::sinh;
            case COSH -> Math::cosh;
            case ASINH -> x -> Math.copySign(Math.log(Math.abs(x) + Math.sqrt(x * x + 1)), x);
            case ACOSH -> x -> Math.log(x + Math.sqrt(x * x - 1));
            case ATANH -> x -> (Math.log1p(x) - Math.log1p(-x)) / 2;
            case SOFTPLUS -> x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case SOFTSIGN -> x -> x / (1 + Math.abs(x));
        };
    }

    static double gelu(Gelu op, double x) {
        return op.tanhApproximation()
                ? x / 2 * (1 + Math.tanh(SQRT_2_OVER_PI * (x + 0.044715 * x * x * x)))
                : x / 2 * (1 + ErrorFunction.erf(x / SQRT_2));
    }

    private static LongUnaryOperator wholeFunction(KernelCall call) {
        if (call.op() instanceof Not) {
            return x -> x == 0 ? 1 : 0;
        }
        if (call.op() instanceof Unary) {
            switch (((Unary) call.op()).function()) {
                case ABS:
                    return Math::abs;
                case NEG:
                    return x -> -x;
                case SIGN:
                    return Long::signum;
                case FLOOR:
                case CEIL:
                case ROUND:
                    return x -> x;
                default:
            }
        }
        throw call.error("is not defined for " + call.tensor(0).type() + "; insert a Cast");
    }
}
