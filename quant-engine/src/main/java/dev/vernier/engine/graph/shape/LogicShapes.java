package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.PRelu;
import dev.vernier.engine.graph.op.Where;
import java.util.List;
import java.util.Optional;

/** Comparisons, logic and arithmetic whose results are not followed as numbers. */
final class LogicShapes {
    private LogicShapes() {}

    static SymbolicTensor truths(Op op, Operands in) {
        return SymbolicTensor.of(
                DataType.BOOL, in.broadcast(in.get(0).dims(), in.get(1).dims()));
    }

    /** Comparisons of single known numbers are followed: exporters branch on a dimension being 1. */
    static SymbolicTensor compare(Compare op, Operands in) {
        SymbolicTensor result = truths(op, in);
        Optional<long[]> a = in.knownElements(0).filter(e -> e.length == 1);
        Optional<long[]> b = in.knownElements(1).filter(e -> e.length == 1);
        if (a.isEmpty() || b.isEmpty()) {
            return result;
        }
        int order = Long.compare(a.get()[0], b.get()[0]);
        boolean holds = switch (op.relation()) {
            case EQUAL -> order == 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
        };
        return result.withElements(Optional.of(List.of(Dimension.of(holds ? 1 : 0))));
    }

    /** The type of the first operand over all operands broadcast against each other. */
    static SymbolicTensor broadcast(Op op, Operands in) {
        List<Dimension> dims = in.get(0).dims();
        for (int i = 1; i < in.count(); i++) {
            dims = in.broadcast(dims, in.get(i).dims());
        }
        return SymbolicTensor.of(in.get(0).type(), dims);
    }

    static SymbolicTensor where(Where op, Operands in) {
        List<Dimension> values = in.broadcast(in.get(1).dims(), in.get(2).dims());
        return SymbolicTensor.of(in.get(1).type(), in.broadcast(in.get(0).dims(), values));
    }

    static SymbolicTensor pRelu(PRelu op, Operands in) {
        SymbolicTensor x = in.get(0);
        in.broadcast(x.dims(), in.get(1).dims());
        return SymbolicTensor.of(x.type(), x.dims());
    }
}
