package dev.vernier.io.tflite;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.ImageLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order of axes in which a file holds a value of the graph: axis {@code i} in the file is axis {@code axes.get(i)} in the graph.
 *
 * <p>TensorFlow Lite knows images as {@code [N, H, W, C]} alone. What a graph has as {@code [N, C, H, W]} is held so, and stays so through
 * every operation that does not mind; elements are moved only where an operation's meaning depends on the order.
 */
record Arrangement(List<Integer> axes) {
    Arrangement {
        axes = List.copyOf(axes);
    }

    /** As in the graph. */
    static Arrangement natural(int rank) {
        return new Arrangement(IntStream.range(0, rank).boxed().toList());
    }

    /** Of a value whose channels are its second axis: {@code [N, C, …]} held as {@code [N, …, C]}. */
    static Arrangement channelsLast(int rank) {
        List<Integer> axes = new ArrayList<>(List.of(0));
        IntStream.range(2, rank).forEach(axes::add);
        axes.add(1);
        return new Arrangement(axes);
    }

    /** In which an image operation of {@code layout} finds batch, space and channels in this order. */
    static Arrangement ofImage(ImageLayout layout, int rank) {
        return layout == ImageLayout.CHANNELS_FIRST && rank > 2 ? channelsLast(rank) : natural(rank);
    }

    int rank() {
        return axes.size();
    }

    boolean isNatural() {
        return equals(natural(rank()));
    }

    /** Where the file has the graph's axis {@code axis}; negative counts from the end. */
    int positionOf(int axis) {
        return axes.indexOf(axis < 0 ? axis + rank() : axis);
    }

    /** The shape in the file of a value that has {@code shape} in the graph. */
    Shape shapeInFile(Shape shape) {
        return Shape.of(axes.stream().mapToLong(shape::dim).toArray());
    }

    /** With {@code axis} of the graph last in the file. */
    Arrangement withLast(int axis) {
        List<Integer> moved = new ArrayList<>(axes);
        Integer last = axis < 0 ? axis + rank() : axis;
        moved.remove(last);
        moved.add(last);
        return new Arrangement(moved);
    }

    /** How to go from here to {@code wanted}: axis {@code i} there is axis {@code result[i]} here. */
    int[] permutationTo(Arrangement wanted) {
        return wanted.axes.stream().mapToInt(axes::indexOf).toArray();
    }

    /** Whether the elements of a value of {@code shape} stand in the graph's order: only axes of length 1 have moved. */
    boolean keepsOrder(Shape shape) {
        int last = -1;
        for (int axis : axes) {
            if (shape.dim(axis) != 1) {
                if (axis < last) {
                    return false;
                }
                last = axis;
            }
        }
        return true;
    }

    /** What holds the result of a transposition whose axis {@code j} is the operand's axis {@code permutation.get(j)}, without moving it. */
    Arrangement afterTransposing(List<Integer> permutation) {
        return new Arrangement(axes.stream().map(permutation::indexOf).toList());
    }
}
