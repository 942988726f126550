package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.op.DepthToSpace;
import dev.vernier.engine.graph.op.Expand;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Range;
import dev.vernier.engine.graph.op.SpaceToDepth;
import dev.vernier.engine.graph.op.Tile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Operations that repeat elements, trade area for channels, or count. */
final class RepetitionShapes {
    private RepetitionShapes() {}

    static SymbolicTensor tile(Tile op, Operands in) {
        SymbolicTensor x = in.get(0);
        Optional<List<Dimension>> repeats =
                in.ofRank(1, 1, "the list of repeats").elements();
        if (repeats.isEmpty()) {
            return SymbolicTensor.of(x.type(), in.unknowns(x.rank()));
        }
        if (repeats.get().size() != x.rank()) {
            throw in.fail(repeats.get().size() + " repeats are given for an input of shape " + x.shape());
        }
        List<Dimension> dims = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            dims.add(x.dim(i).times(repeats.get().get(i)));
        }
        return SymbolicTensor.of(x.type(), dims);
    }

    static SymbolicTensor expand(Expand op, Operands in) {
        SymbolicTensor x = in.get(0);
        SymbolicTensor shape = in.ofRank(1, 1, "the shape");
        if (shape.elements().isPresent()) {
            SymbolicTensor result = SymbolicTensor.of(
                    x.type(), in.broadcast(x.dims(), shape.elements().get()));
            Dimension count = result.product(0, result.rank());
            boolean few = count.isKnown() && count.value() <= SymbolicTensor.MAX_ELEMENTS;
            return result.withElements(x.elements()
                    .filter(e -> e.size() == 1 && few)
                    .map(e -> Collections.nCopies((int) count.value(), e.get(0))));
        }
        if (!shape.dim(0).isKnown()) {
            throw in.fail("the length of its shape is not known before it runs, so neither is its rank");
        }
        return SymbolicTensor.of(
                x.type(), in.unknowns(Math.max(x.rank(), (int) shape.dim(0).value())));
    }

    static SymbolicTensor depthToSpace(DepthToSpace op, Operands in) {
        Dimension block = Dimension.of(op.blockSize());
        return image(in, op.layout(), d -> d.dividedExactlyBy(block.times(block)), d -> Optional.of(d.times(block)));
    }

    static SymbolicTensor spaceToDepth(SpaceToDepth op, Operands in) {
        Dimension block = Dimension.of(op.blockSize());
        return image(in, op.layout(), d -> Optional.of(d.times(block).times(block)), d -> d.dividedExactlyBy(block));
    }

    private interface Change {
        Optional<Dimension> of(Dimension d);
    }

    private static SymbolicTensor image(Operands in, ImageLayout layout, Change channels, Change space) {
        SymbolicTensor x = in.ofRank(0, 4, "the input");
        List<Dimension> dims = new ArrayList<>(x.dims());
        int channelAxis = layout.channelAxis(4);
        for (int axis = 1; axis < 4; axis++) {
            int a = axis;
            Dimension d = x.dim(axis);
            Optional<Dimension> changed = axis == channelAxis ? channels.of(d) : space.of(d);
            if (changed.isEmpty() && d.isKnown()) {
                throw in.fail("axis " + axis + " of an input of shape " + x.shape() + " is no multiple of the block");
            }
            dims.set(axis, changed.orElseGet(() -> in.unknown(a)));
        }
        return SymbolicTensor.of(x.type(), dims);
    }

    static SymbolicTensor range(Range op, Operands in) {
        Optional<double[]> start = in.numbers(0);
        Optional<double[]> limit = in.numbers(1);
        Optional<double[]> step = in.numbers(2);
        boolean known = start.isPresent() && limit.isPresent() && step.isPresent() && step.get()[0] != 0;
        Dimension length = known
                ? Dimension.of((long) Math.max(0, Math.ceil((limit.get()[0] - start.get()[0]) / step.get()[0])))
                : countedTo(in).orElseGet(() -> in.unknown(0));
        return SymbolicTensor.of(in.get(0).type(), List.of(length));
    }

    /** Counting from 0 in ones gives as many numbers as the limit says, even where that is not known. */
    private static Optional<Dimension> countedTo(Operands in) {
        boolean plain = in.knownElements(0).filter(e -> e[0] == 0).isPresent()
                && in.knownElements(2).filter(e -> e[0] == 1).isPresent();
        return plain ? in.get(1).elements().map(e -> e.get(0)) : Optional.empty();
    }
}
