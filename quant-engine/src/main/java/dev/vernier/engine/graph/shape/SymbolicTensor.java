package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What is known of a value before it is computed.
 *
 * @param type element type
 * @param dims dimensions, outermost first
 * @param elements the elements in row-major order where the value is a short list of whole numbers, as shapes, axes and sizes are; empty
 *     where they are not followed
 */
public record SymbolicTensor(DataType type, List<Dimension> dims, Optional<List<Dimension>> elements) {
    /** Longer lists of numbers are not followed: they are data, not shapes. */
    static final int MAX_ELEMENTS = 64;

    public SymbolicTensor {
        dims = List.copyOf(dims);
        elements = elements.map(List::copyOf);
    }

    public static SymbolicTensor of(DataType type, List<Dimension> dims) {
        return new SymbolicTensor(type, dims, Optional.empty());
    }

    /** The type and dimensions of {@code spec}; each unknown dimension becomes the unknown {@code name[axis]}. */
    public static SymbolicTensor of(TensorSpec spec) {
        List<Dimension> dims = new ArrayList<>();
        for (int i = 0; i < spec.shape().rank(); i++) {
            long d = spec.shape().dim(i);
            dims.add(d == Shape.UNKNOWN ? Dimension.unknown(spec.name() + "[" + i + "]") : Dimension.of(d));
        }
        return of(spec.type(), dims);
    }

    /** A constant, its elements followed where they are few and whole. */
    public static SymbolicTensor of(TensorData constant) {
        List<Dimension> dims = LongStream.of(constant.shape().toArray())
                .mapToObj(Dimension::of)
                .toList();
        return new SymbolicTensor(constant.type(), dims, wholeElements(constant));
    }

    private static Optional<List<Dimension>> wholeElements(TensorData constant) {
        if (constant.elementCount() > MAX_ELEMENTS) {
            return Optional.empty();
        }
        List<Dimension> elements = new ArrayList<>();
        for (int i = 0; i < constant.elementCount(); i++) {
            long whole = constant.longAt(i);
            if (constant.type().isFloating() && constant.doubleAt(i) != whole) {
                return Optional.empty();
            }
            elements.add(Dimension.of(whole));
        }
        return Optional.of(elements);
    }

    /** With the elements followed, if they are few. */
    SymbolicTensor withElements(Optional<List<Dimension>> values) {
        boolean follow = values.isPresent()
                && values.get().size() <= MAX_ELEMENTS
                && product(0, rank()).is(values.get().size());
        return new SymbolicTensor(type, dims, follow ? values : Optional.empty());
    }

    public int rank() {
        return dims.size();
    }

    /** Dimension {@code axis}; negative axes count from the end. */
    public Dimension dim(int axis) {
        return dims.get(axis < 0 ? axis + rank() : axis);
    }

    /** The elements, if all of them are known numbers. */
    public Optional<long[]> knownElements() {
        return elements.filter(e -> e.stream().allMatch(Dimension::isKnown))
                .map(e -> e.stream().mapToLong(Dimension::value).toArray());
    }

    /** The product of the dimensions {@code from} up to {@code to}. */
    public Dimension product(int from, int to) {
        Dimension p = Dimension.ONE;
        for (Dimension d : dims.subList(from, to)) {
            p = p.times(d);
        }
        return p;
    }

    /** The dimensions as a shape, unknown ones as {@link Shape#UNKNOWN}. */
    public Shape shape() {
        return Shape.of(dims.stream().mapToLong(Dimension::toShapeDim).toArray());
    }
}
