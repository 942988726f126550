package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unsqueeze;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Operations that move values without changing them. */
final class MovementShapes {
    private MovementShapes() {}

    static SymbolicTensor reshape(Reshape op, Operands in) {
        SymbolicTensor x = in.get(0);
        SymbolicTensor target = in.ofRank(1, 1, "the target shape");
        if (target.elements().isEmpty()) {
            if (!target.dim(0).isKnown()) {
                throw in.fail("the length of its target shape is not known before it runs, so neither is its rank");
            }
            return SymbolicTensor.of(x.type(), in.unknowns((int) target.dim(0).value()));
        }
        List<Dimension> dims = new ArrayList<>(target.elements().get());
        int inferred = -1;
        Dimension given = Dimension.ONE;
        for (int i = 0; i < dims.size(); i++) {
            if (dims.get(i).is(0) && !op.allowZero()) {
                if (i >= x.rank()) {
                    throw in.fail("its target keeps axis " + i + " of an input of shape " + x.shape());
                }
                dims.set(i, x.dim(i));
            }
            if (dims.get(i).is(-1)) {
                if (inferred >= 0) {
                    throw in.fail("two entries of its target shape are -1");
                }
                inferred = i;
            } else {
                given = given.times(dims.get(i));
            }
        }
        Dimension total = x.product(0, x.rank());
        if (inferred >= 0) {
            Optional<Dimension> rest = total.dividedExactlyBy(given);
            if (rest.isEmpty() && total.isKnown() && given.isKnown() && !given.is(0)) {
                throw in.fail(total + " values of shape " + x.shape() + " cannot become " + text(target));
            }
            int axis = inferred;
            Dimension divisor = given;
            dims.set(axis, rest.orElseGet(() -> Dimension.unknown("(" + total + "/" + divisor + ")")));
        } else if (neverEqual(total, given)) {
            throw in.fail(total + " values of shape " + x.shape() + " cannot become " + text(target));
        }
        return SymbolicTensor.of(x.type(), dims).withElements(x.elements());
    }

    /** Whether two counts differ whatever the unknowns are: both known, or the same unknowns with different factors. */
    private static boolean neverEqual(Dimension a, Dimension b) {
        return a.unknowns().equals(b.unknowns()) && a.factor() != b.factor();
    }

    private static String text(SymbolicTensor target) {
        return target.elements().orElseThrow().toString();
    }

    static SymbolicTensor flatten(Flatten op, Operands in) {
        SymbolicTensor x = in.get(0);
        int axis = op.axis() == x.rank() ? x.rank() : in.axis(op.axis(), x.rank());
        return SymbolicTensor.of(x.type(), List.of(x.product(0, axis), x.product(axis, x.rank())));
    }

    static SymbolicTensor transpose(Transpose op, Operands in) {
        SymbolicTensor x = in.get(0);
        Set<Integer> seen = new HashSet<>(op.permutation());
        if (op.permutation().size() != x.rank() || seen.size() != x.rank()) {
            throw in.fail("permutation " + op.permutation() + " does not fit an input of shape " + x.shape());
        }
        List<Dimension> dims = new ArrayList<>();
        for (int from : op.permutation()) {
            dims.add(x.dim(in.axis(from, x.rank())));
        }
        return SymbolicTensor.of(x.type(), dims)
                .withElements(x.elements().map(e -> transposed(x, e, op.permutation())));
    }

    private static List<Dimension> transposed(SymbolicTensor x, List<Dimension> elements, List<Integer> permutation) {
        Dimension[] result = new Dimension[elements.size()];
        for (int i = 0; i < result.length; i++) {
            int to = 0;
            for (int axis : permutation) {
                int stride = (int) x.product(axis + 1, x.rank()).value();
                int length = (int) x.dim(axis).value();
                to = to * length + i / stride % length;
            }
            result[to] = elements.get(i);
        }
        return List.of(result);
    }

    static SymbolicTensor squeeze(Squeeze op, Operands in) {
        SymbolicTensor x = in.get(0);
        Set<Integer> axes = new HashSet<>();
        if (in.has(1)) {
            Optional<long[]> given = in.knownElements(1);
            if (given.isEmpty()) {
                return SymbolicTensor.of(x.type(), in.unknowns(x.rank() - countOfAxes(in)));
            }
            axes.addAll(in.axes(given.get(), x.rank()));
        } else {
            for (int i = 0; i < x.rank(); i++) {
                if (x.dim(i).is(1)) {
                    axes.add(i);
                }
            }
        }
        List<Dimension> dims = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            if (!axes.contains(i)) {
                dims.add(x.dim(i));
            } else if (x.dim(i).isKnown() && !x.dim(i).is(1)) {
                throw in.fail(
                        "axis " + i + " of shape " + x.shape() + " cannot be dropped because its length is not 1");
            }
        }
        return SymbolicTensor.of(x.type(), dims).withElements(x.elements());
    }

    static SymbolicTensor unsqueeze(Unsqueeze op, Operands in) {
        SymbolicTensor x = in.get(0);
        int rank = x.rank() + countOfAxes(in);
        Optional<long[]> given = in.knownElements(1);
        if (given.isEmpty()) {
            return SymbolicTensor.of(x.type(), in.unknowns(rank));
        }
        Set<Integer> axes = new HashSet<>(in.axes(given.get(), rank));
        if (axes.size() != rank - x.rank()) {
            throw in.fail("an axis is inserted twice");
        }
        List<Dimension> dims = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < rank; i++) {
            dims.add(axes.contains(i) ? Dimension.ONE : x.dim(next++));
        }
        return SymbolicTensor.of(x.type(), dims).withElements(x.elements());
    }

    /** The length of operand 1, a list of axes whose numbers may not be known. */
    private static int countOfAxes(Operands in) {
        SymbolicTensor axes = in.get(1);
        Dimension count = axes.product(0, axes.rank());
        if (!count.isKnown()) {
            throw in.fail("how many axes it changes is not known before it runs");
        }
        return (int) count.value();
    }

    static SymbolicTensor concat(Concat op, Operands in) {
        SymbolicTensor first = in.get(0);
        int axis = in.axis(op.axis(), first.rank());
        List<Dimension> dims = new ArrayList<>(first.dims());
        Optional<List<Dimension>> elements = first.elements();
        for (int i = 1; i < in.count(); i++) {
            SymbolicTensor next = in.ofRank(i, first.rank(), "operand " + i);
            for (int a = 0; a < first.rank(); a++) {
                if (a == axis) {
                    dims.set(a, dims.get(a).plus(next.dim(a)));
                } else if (next.dim(a).isKnown()) {
                    if (dims.get(a).isKnown() && !dims.get(a).equals(next.dim(a))) {
                        throw in.fail("shapes " + first.shape() + " and " + next.shape()
                                + " cannot be joined along axis " + axis);
                    }
                    dims.set(a, next.dim(a));
                }
            }
            elements = axis > 0
                    ? Optional.empty()
                    : elements.flatMap(e -> next.elements().map(more -> joined(e, more)));
        }
        return SymbolicTensor.of(first.type(), dims).withElements(elements);
    }

    private static List<Dimension> joined(List<Dimension> a, List<Dimension> b) {
        List<Dimension> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    static SymbolicTensor gather(Gather op, Operands in) {
        SymbolicTensor x = in.get(0);
        SymbolicTensor indices = in.get(1);
        int axis = in.axis(op.axis(), x.rank());
        List<Dimension> dims = new ArrayList<>(x.dims().subList(0, axis));
        dims.addAll(indices.dims());
        dims.addAll(x.dims().subList(axis + 1, x.rank()));
        Optional<List<Dimension>> elements = Optional.empty();
        if (x.rank() == 1 && x.elements().isPresent() && indices.knownElements().isPresent()) {
            List<Dimension> from = x.elements().get();
            List<Dimension> taken = new ArrayList<>();
            for (long i : indices.knownElements().get()) {
                taken.add(from.get(in.axis(i, from.size())));
            }
            elements = Optional.of(taken);
        }
        return SymbolicTensor.of(x.type(), dims).withElements(elements);
    }

    static SymbolicTensor shapeOf(ShapeOf op, Operands in) {
        List<Dimension> dims = in.get(0).dims();
        int start = clamp(op.start(), dims.size());
        int end = Math.max(start, clamp(op.end(), dims.size()));
        List<Dimension> part = dims.subList(start, end);
        return SymbolicTensor.of(DataType.INT64, List.of(Dimension.of(part.size())))
                .withElements(Optional.of(part));
    }

    private static int clamp(int axis, int rank) {
        return Math.max(0, Math.min(rank, axis < 0 ? axis + rank : axis));
    }
}
