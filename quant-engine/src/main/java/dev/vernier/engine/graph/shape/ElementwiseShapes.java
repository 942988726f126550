package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.BatchNormalization;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.LongStream;

/** Operations whose result has the shape of their operand, or of their operands broadcast against each other. */
final class ElementwiseShapes {
    private ElementwiseShapes() {}

    static SymbolicTensor add(Add op, Operands in) {
        return broadcast(in, Dimension::plus);
    }

    static SymbolicTensor sub(Sub op, Operands in) {
        return broadcast(in, Dimension::minus);
    }

    static SymbolicTensor mul(Mul op, Operands in) {
        return broadcast(in, Dimension::times);
    }

    static SymbolicTensor div(Div op, Operands in) {
        SymbolicTensor a = in.get(0);
        SymbolicTensor b = in.get(1);
        boolean truncates = !a.type().isFloating();
        BinaryOperator<Dimension> quotient = truncates
                ? Dimension::dividedBy
                : (x, y) -> x.dividedExactlyBy(y).orElse(null);
        return checked(a, b, in, quotient);
    }

    private static SymbolicTensor broadcast(Operands in, BinaryOperator<Dimension> arithmetic) {
        return checked(in.get(0), in.get(1), in, arithmetic);
    }

    private static SymbolicTensor checked(
            SymbolicTensor a, SymbolicTensor b, Operands in, BinaryOperator<Dimension> arithmetic) {
        if (a.type().isFloating() != b.type().isFloating()) {
            throw in.fail("its operands have types " + a.type() + " and " + b.type());
        }
        SymbolicTensor result = SymbolicTensor.of(a.type(), in.broadcast(a.dims(), b.dims()));
        return result.withElements(elementwise(a, b, arithmetic));
    }

    /** @param arithmetic answers null where the result is no whole number */
    private static Optional<List<Dimension>> elementwise(
            SymbolicTensor a, SymbolicTensor b, BinaryOperator<Dimension> arithmetic) {
        boolean sameOrSingle = a.dims().equals(b.dims()) || isSingle(a) || isSingle(b);
        if (a.elements().isEmpty() || b.elements().isEmpty() || !sameOrSingle) {
            return Optional.empty();
        }
        List<Dimension> x = a.elements().get();
        List<Dimension> y = b.elements().get();
        int n = x.size() == 1 ? y.size() : x.size();
        List<Dimension> result = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            try {
                Dimension r = arithmetic.apply(x.get(x.size() == 1 ? 0 : i), y.get(y.size() == 1 ? 0 : i));
                if (r == null) {
                    return Optional.empty();
                }
                result.add(r);
            } catch (ArithmeticException beyond63Bits) {
                return Optional.empty();
            }
        }
        return Optional.of(result);
    }

    private static boolean isSingle(SymbolicTensor t) {
        return t.elements().map(e -> e.size() == 1).orElse(false);
    }

    static SymbolicTensor same(Op op, Operands in) {
        return SymbolicTensor.of(in.get(0).type(), in.get(0).dims());
    }

    /** Negated lists of axes are followed: exporters count axes from the end with them. */
    static SymbolicTensor unary(Unary op, Operands in) {
        boolean negates = op.function() == Unary.Function.NEG;
        Dimension zero = Dimension.of(0);
        return same(op, in)
                .withElements(in.get(0)
                        .elements()
                        .filter(e -> negates)
                        .map(e -> e.stream().map(zero::minus).toList()));
    }

    static SymbolicTensor identity(Identity op, Operands in) {
        return in.get(0);
    }

    static SymbolicTensor softmax(Softmax op, Operands in) {
        in.axis(op.axis(), in.get(0).rank());
        return same(op, in);
    }

    static SymbolicTensor batchNormalization(BatchNormalization op, Operands in) {
        SymbolicTensor x = in.get(0);
        if (x.rank() < 2) {
            throw in.fail("a tensor of shape " + x.shape() + " has no channel axis");
        }
        Dimension channels = x.dim(op.layout().channelAxis(x.rank()));
        for (int i = 1; i <= 4; i++) {
            Dimension length = in.ofRank(i, 1, "operand " + i).dim(0);
            if (length.isKnown() && channels.isKnown() && !length.equals(channels)) {
                throw in.fail("operand " + i + " has " + length + " values for " + channels + " channels");
            }
        }
        return same(op, in);
    }

    static SymbolicTensor quantize(QuantizeLinear op, Operands in) {
        return SymbolicTensor.of(op.params().type().storage(), in.get(0).dims());
    }

    static SymbolicTensor dequantize(Op op, Operands in) {
        return SymbolicTensor.of(DataType.FLOAT32, in.get(0).dims());
    }

    static SymbolicTensor cast(Cast op, Operands in) {
        SymbolicTensor x = in.get(0);
        if (op.to() == DataType.BOOL) {
            return SymbolicTensor.of(op.to(), x.dims())
                    .withElements(x.knownElements()
                            .map(e -> LongStream.of(e)
                                    .mapToObj(v -> Dimension.of(v == 0 ? 0 : 1))
                                    .toList()));
        }
        boolean keepsWhole = op.to().isInteger() || op.to().isFloating();
        return SymbolicTensor.of(op.to(), x.dims()).withElements(keepsWhole ? x.elements() : Optional.empty());
    }
}
