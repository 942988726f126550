package dev.vernier.io.tflite;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Padding;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOperator;

/**
 * An operation whose window slides over images, as TensorFlow Lite has it: images {@code [N, H, W, C]}, a border that is SAME or VALID. A
 * sequence is an image of height 1; a border that is neither is added by an operator of its own.
 */
final class ImageWindow {
    /** What the border that has to be added is filled with. */
    enum Fill {
        ZERO,
        /** Less than any element. */
        LOWEST
    }

    private final TfliteEmitter out;
    private final Arrangement arrangement;
    private final boolean sequence;
    private final int[] kernel;
    private final int[] strides;
    private final int[] dilations;
    private final int[] before = new int[2];
    private final int[] after = new int[2];
    private final boolean same;
    private final long[] resultLengths;

    /**
     * @param kernel lengths of the window along the spatial axes
     * @param padding as the operation says it
     */
    ImageWindow(
            TfliteEmitter out,
            ImageLayout layout,
            List<Integer> kernel,
            List<Integer> strides,
            List<Integer> dilations,
            Padding padding,
            Shape result) {
        this.out = out;
        int rank = out.rank(0);
        if (rank != 3 && rank != 4) {
            throw out.cannot("it has windows over images of height and width, not of " + (rank - 2) + " axes");
        }
        this.arrangement = Arrangement.ofImage(layout, rank);
        this.sequence = rank == 3;
        this.kernel = twoAxes(kernel);
        this.strides = twoAxes(strides);
        this.dilations = twoAxes(dilations);
        this.resultLengths = lengths(arrangement.shapeInFile(result));
        long[] input = lengths(arrangement.shapeInFile(out.shape(0)));
        boolean isSame = true;
        for (int axis = 0; axis < 2; axis++) {
            isSame &= border(padding, axis, input[axis]);
        }
        this.same = isSame;
    }

    /** Finds the border along one axis; answers whether SAME gives it. */
    private boolean border(Padding padding, int axis, long input) {
        if (sequence && axis == 0) {
            return true;
        }
        int own = sequence ? 0 : axis;
        boolean lengthCounts = padding.mode() == Padding.Mode.SAME_UPPER || padding.mode() == Padding.Mode.SAME_LOWER;
        if (input == Shape.UNKNOWN) {
            if (padding.mode() == Padding.Mode.SAME_UPPER) {
                return true;
            }
            if (lengthCounts) {
                throw out.cannot("its border depends on a length that is not known");
            }
        }
        int[] added = padding.along(own, input, kernel[axis], strides[axis], dilations[axis]);
        int span = (kernel[axis] - 1) * dilations[axis] + 1;
        before[axis] = added[0];
        after[axis] = added[1];
        if (input == Shape.UNKNOWN) {
            return false;
        }
        // Rounding the number of windows up is a border at the end, rounding down leaves one out.
        long reached = (resultLengths[axis] - 1) * strides[axis] + span - input - added[0];
        after[axis] = (int) Math.max(0, reached);
        int[] ofSame = Padding.SAME_UPPER.along(own, input, kernel[axis], strides[axis], dilations[axis]);
        long sameLength = (input + strides[axis] - 1) / strides[axis];
        return resultLengths[axis] == sameLength && ofSame[0] == added[0];
    }

    private int[] twoAxes(List<Integer> values) {
        return sequence ? new int[] {1, values.get(0)} : new int[] {values.get(0), values.get(1)};
    }

    private long[] lengths(Shape inFile) {
        return sequence ? new long[] {1, inFile.dim(1)} : new long[] {inFile.dim(1), inFile.dim(2)};
    }

    boolean isDilated() {
        return dilations[0] != 1 || dilations[1] != 1;
    }

    /** Whether elements of the border are under some window and the operator's own SAME does not put them there. */
    boolean addsBorder() {
        return !same && hasBorder();
    }

    boolean hasBorder() {
        return before[0] + before[1] + after[0] + after[1] > 0;
    }

    int kernel(int axis) {
        return kernel[axis];
    }

    int stride(int axis) {
        return strides[axis];
    }

    int dilation(int axis) {
        return dilations[axis];
    }

    int before(int axis) {
        return before[axis];
    }

    /** Windows along an axis. */
    long resultLength(int axis) {
        return resultLengths[axis];
    }

    byte padding() {
        return same && hasBorder()
                ? org.tensorflow.lite.schema.Padding.SAME
                : same && resultLengths[0] == Shape.UNKNOWN
                        ? org.tensorflow.lite.schema.Padding.SAME
                        : org.tensorflow.lite.schema.Padding.VALID;
    }

    /** The images as {@code [N, H, W, C]}, with the border where the operator does not add it. */
    WrittenTensor image(Fill fill) {
        WrittenTensor x = out.operand(0, arrangement);
        if (sequence) {
            Shape s = x.shape();
            x = out.reshaped("image", x, Shape.of(s.dim(0), 1, s.dim(1), s.dim(2)));
        }
        return addsBorder() ? bordered(x, fill) : x;
    }

    private WrittenTensor bordered(WrittenTensor x, Fill fill) {
        Shape s = x.shape();
        Shape padded = s.with(1, longer(s, 1)).with(2, longer(s, 2));
        WrittenTensor to = out.between("bordered", x, padded);
        int[] pairs = {0, 0, before[0], after[0], before[1], after[1], 0, 0};
        WrittenTensor borders = out.constant("border", TensorData.ofInts(Shape.of(4, 2), pairs));
        if (fill == Fill.ZERO) {
            out.op(BuiltinOperator.PAD, List.of(x, borders), to);
            return to;
        }
        TensorData lowest = x.grid()
                .map(g -> StoredCodes.filled(g.type(), Shape.of(1), g.type().qMin()))
                .orElse(TensorData.ofFloats(Shape.of(1), -Float.MAX_VALUE));
        out.op(BuiltinOperator.PADV2, List.of(x, borders, out.constant("lowest", lowest, x.grid())), to);
        return to;
    }

    private long longer(Shape s, int axis) {
        return s.dim(axis) == Shape.UNKNOWN ? Shape.UNKNOWN : s.dim(axis) + before[axis - 1] + after[axis - 1];
    }

    Arrangement arrangement() {
        return arrangement;
    }

    /** Where the operator writes images {@code [N, H, W, C]}, if {@link #finish} is called with it afterwards. */
    WrittenTensor imageLike(WrittenTensor result) {
        if (!sequence) {
            return result;
        }
        Shape s = result.shape();
        return out.between("windows", result, Shape.of(s.dim(0), 1, s.dim(1), s.dim(2)));
    }

    void finish(WrittenTensor image, WrittenTensor result) {
        if (sequence) {
            out.op(
                    BuiltinOperator.RESHAPE,
                    List.of(image, out.ints(result.shape().toArray())),
                    result);
        }
    }
}
