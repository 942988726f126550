package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.ArgExtremum;
import dev.vernier.engine.graph.op.GatherNd;
import dev.vernier.engine.graph.op.LogSoftmax;
import dev.vernier.engine.graph.op.OneHot;
import dev.vernier.engine.graph.op.Split;
import dev.vernier.engine.graph.op.TopK;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operations that take some of the elements, or say where they stand. */
final class SelectionShapes {
    private SelectionShapes() {}

    static SymbolicTensor logSoftmax(LogSoftmax op, Operands in) {
        SymbolicTensor x = in.get(0);
        in.axis(op.axis(), x.rank());
        return SymbolicTensor.of(x.type(), x.dims());
    }

    static SymbolicTensor argExtremum(ArgExtremum op, Operands in) {
        SymbolicTensor x = in.get(0);
        int axis = in.axis(op.axis(), x.rank());
        List<Dimension> dims = new ArrayList<>(x.dims());
        if (op.keepDims()) {
            dims.set(axis, Dimension.ONE);
        } else {
            dims.remove(axis);
        }
        return SymbolicTensor.of(DataType.INT64, dims);
    }

    static SymbolicTensor topK(TopK op, Operands in) {
        SymbolicTensor x = in.get(0);
        int axis = in.axis(op.axis(), x.rank());
        List<Dimension> dims = new ArrayList<>(x.dims());
        dims.set(axis, in.get(1).elements().map(k -> k.get(0)).orElseGet(() -> in.unknown(axis)));
        return SymbolicTensor.of(in.result() == 0 ? x.type() : DataType.INT64, dims);
    }

    static SymbolicTensor split(Split op, Operands in) {
        SymbolicTensor x = in.get(0);
        int axis = in.axis(op.axis(), x.rank());
        List<Dimension> dims = new ArrayList<>(x.dims());
        dims.set(axis, partLength(op, x.dim(axis), in).orElseGet(() -> in.unknown(axis)));
        return SymbolicTensor.of(x.type(), dims);
    }

    private static Optional<Dimension> partLength(Split op, Dimension whole, Operands in) {
        if (in.has(1)) {
            List<Dimension> lengths = in.get(1).elements().orElse(List.of());
            return in.result() < lengths.size() ? Optional.of(lengths.get(in.result())) : Optional.empty();
        }
        if (!whole.isKnown()) {
            return whole.dividedExactlyBy(Dimension.of(op.parts()));
        }
        // All parts are equal but the last, which is what is left.
        long length = (whole.value() + op.parts() - 1) / op.parts();
        boolean last = in.result() == op.parts() - 1;
        return Optional.of(Dimension.of(last ? whole.value() - length * (op.parts() - 1) : length));
    }

    static SymbolicTensor gatherNd(GatherNd op, Operands in) {
        SymbolicTensor x = in.get(0);
        SymbolicTensor indices = in.get(1);
        if (indices.rank() <= op.batchDims() || !indices.dim(-1).isKnown()) {
            throw in.fail("its indices of shape " + indices.shape() + " are no list of index tuples");
        }
        long from = op.batchDims() + indices.dim(-1).value();
        if (from > x.rank()) {
            throw in.fail("its index tuples have " + indices.dim(-1) + " entries for a tensor of shape " + x.shape());
        }
        List<Dimension> dims = new ArrayList<>(indices.dims().subList(0, indices.rank() - 1));
        dims.addAll(x.dims().subList((int) from, x.rank()));
        return SymbolicTensor.of(x.type(), dims);
    }

    static SymbolicTensor oneHot(OneHot op, Operands in) {
        SymbolicTensor indices = in.get(0);
        int axis = in.axis(op.axis(), indices.rank() + 1);
        List<Dimension> dims = new ArrayList<>(indices.dims());
        dims.add(axis, in.get(1).elements().map(d -> d.get(0)).orElseGet(() -> in.unknown(axis)));
        return SymbolicTensor.of(in.get(2).type(), dims);
    }
}
