package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Reduce;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Matrix products and reductions. */
final class MatrixShapes {
    private MatrixShapes() {}

    static SymbolicTensor gemm(Gemm op, Operands in) {
        SymbolicTensor a = in.ofRank(0, 2, "the input");
        SymbolicTensor b = in.ofRank(1, 2, "the weights");
        requireInner(in, a.dim(op.transposeA() ? 0 : 1), b.dim(op.transposeB() ? 1 : 0));
        List<Dimension> dims = List.of(a.dim(op.transposeA() ? 1 : 0), b.dim(op.transposeB() ? 0 : 1));
        if (in.has(2)) {
            SymbolicTensor c = in.get(2);
            if (c.rank() > 2) {
                throw in.fail("a bias of shape " + c.shape() + " cannot be added to rows of " + dims.get(1));
            }
            in.broadcast(dims, c.dims());
        }
        return SymbolicTensor.of(a.type(), dims);
    }

    static SymbolicTensor matMul(MatMul op, Operands in) {
        SymbolicTensor a = in.get(0);
        SymbolicTensor b = in.get(1);
        if (a.rank() == 0 || b.rank() == 0) {
            throw in.fail("a scalar cannot be an operand of a matrix product");
        }
        requireInner(in, a.dim(-1), b.dim(b.rank() == 1 ? 0 : -2));
        List<Dimension> batchA = a.dims().subList(0, Math.max(0, a.rank() - 2));
        List<Dimension> batchB = b.dims().subList(0, Math.max(0, b.rank() - 2));
        List<Dimension> dims = new ArrayList<>(in.broadcast(batchA, batchB));
        if (a.rank() > 1) {
            dims.add(a.dim(-2));
        }
        if (b.rank() > 1) {
            dims.add(b.dim(-1));
        }
        return SymbolicTensor.of(a.type(), dims);
    }

    private static void requireInner(Operands in, Dimension a, Dimension b) {
        if (a.isKnown() && b.isKnown() && !a.equals(b)) {
            throw in.fail("rows of " + a + " values meet weights for " + b);
        }
    }

    static SymbolicTensor reduce(Reduce op, Operands in) {
        SymbolicTensor x = in.get(0);
        Set<Integer> axes = new HashSet<>();
        if (in.has(1)) {
            Optional<long[]> given = in.knownElements(1);
            if (given.isEmpty()) {
                Dimension count = in.ofRank(1, 1, "the list of axes").dim(0);
                int rank = op.keepDims() || !count.isKnown() ? x.rank() : x.rank() - (int) count.value();
                return SymbolicTensor.of(x.type(), in.unknowns(rank));
            }
            axes.addAll(in.axes(given.get(), x.rank()));
        }
        if (axes.isEmpty() && op.noopWithEmptyAxes()) {
            return SymbolicTensor.of(x.type(), x.dims());
        }
        List<Dimension> dims = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            if (!axes.isEmpty() && !axes.contains(i)) {
                dims.add(x.dim(i));
            } else if (op.keepDims()) {
                dims.add(Dimension.ONE);
            }
        }
        return SymbolicTensor.of(x.type(), dims).withElements(productOfElements(op, x));
    }

    private static Optional<List<Dimension>> productOfElements(Reduce op, SymbolicTensor x) {
        if (op.kind() != Reduce.Kind.PROD || x.rank() != 1) {
            return Optional.empty();
        }
        return x.elements().map(e -> List.of(e.stream().reduce(Dimension.ONE, Dimension::times)));
    }
}
