package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.GatherElements;
import dev.vernier.engine.graph.op.GridSample;
import dev.vernier.engine.graph.op.NonZero;
import dev.vernier.engine.graph.op.ScatterElements;
import dev.vernier.engine.graph.op.ScatterNd;
import java.util.ArrayList;
import java.util.List;

/** Operations that take elements from places, or put them there, which are data themselves. */
final class PlaceShapes {
    private PlaceShapes() {}

    static SymbolicTensor gatherElements(GatherElements op, Operands in) {
        SymbolicTensor x = in.get(0);
        in.axis(op.axis(), x.rank());
        return SymbolicTensor.of(
                x.type(), in.ofRank(1, x.rank(), "the tensor of indices").dims());
    }

    static SymbolicTensor scatterElements(ScatterElements op, Operands in) {
        SymbolicTensor x = in.get(0);
        in.axis(op.axis(), x.rank());
        in.ofRank(1, x.rank(), "the tensor of indices");
        in.ofRank(2, x.rank(), "the tensor of updates");
        return SymbolicTensor.of(x.type(), x.dims());
    }

    static SymbolicTensor scatterNd(ScatterNd op, Operands in) {
        SymbolicTensor x = in.get(0);
        SymbolicTensor indices = in.get(1);
        boolean fits = indices.rank() > 0
                && (!indices.dim(-1).isKnown() || indices.dim(-1).value() <= x.rank());
        if (!fits) {
            throw in.fail("its indices of shape " + indices.shape() + " are no list of index tuples for a tensor of"
                    + " shape " + x.shape());
        }
        return SymbolicTensor.of(x.type(), x.dims());
    }

    static SymbolicTensor nonZero(NonZero op, Operands in) {
        return SymbolicTensor.of(DataType.INT64, List.of(Dimension.of(in.get(0).rank()), in.unknown(1)));
    }

    static SymbolicTensor gridSample(GridSample op, Operands in) {
        SymbolicTensor x = in.get(0);
        if (x.rank() < 3) {
            throw in.fail("an input of shape " + x.shape() + " has no spatial axes");
        }
        SymbolicTensor grid = in.ofRank(1, x.rank(), "the grid");
        List<Dimension> dims = new ArrayList<>(List.of(x.dim(0), x.dim(1)));
        dims.addAll(grid.dims().subList(1, grid.rank() - 1));
        return SymbolicTensor.of(x.type(), dims);
    }
}
