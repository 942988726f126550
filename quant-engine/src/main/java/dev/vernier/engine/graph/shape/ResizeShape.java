package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.op.Resize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link Resize}: from sizes, or from scales whose values a shape alone does not hold. */
final class ResizeShape {
    private ResizeShape() {}

    static SymbolicTensor resize(Resize op, Operands in) {
        SymbolicTensor x = in.get(0);
        if (in.has(3)) {
            SymbolicTensor sizes = in.ofRank(3, 1, "the sizes");
            Optional<List<Dimension>> given = sizes.elements();
            if (given.isPresent() && given.get().size() != x.rank()) {
                throw in.fail(given.get().size() + " sizes are given for an input of shape " + x.shape());
            }
            return SymbolicTensor.of(x.type(), given.orElseGet(() -> in.unknowns(x.rank())));
        }
        Optional<double[]> scales = in.numbers(2);
        if (scales.isEmpty()) {
            return SymbolicTensor.of(x.type(), in.unknowns(x.rank()));
        }
        if (scales.get().length != x.rank()) {
            throw in.fail(scales.get().length + " scales are given for an input of shape " + x.shape());
        }
        List<Dimension> dims = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            double scale = scales.get()[i];
            if (scale == 1) {
                dims.add(x.dim(i));
            } else if (x.dim(i).isKnown() && op.coordinates() != Resize.Coordinates.TF_CROP_AND_RESIZE) {
                dims.add(Dimension.of((long) Math.floor(x.dim(i).value() * scale)));
            } else {
                dims.add(in.unknown(i));
            }
        }
        return SymbolicTensor.of(x.type(), dims);
    }
}
