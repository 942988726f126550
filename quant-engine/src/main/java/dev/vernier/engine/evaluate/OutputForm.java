package dev.vernier.engine.evaluate;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the elements of the scored output are read: as scores of classes, at one or more positions of each sample, or as plain numbers.
 *
 * <ul>
 *   <li>{@code [N, C]}, also with axes of length 1: one position, C classes;
 *   <li>{@code [N, T, C]} (tokens): T positions, classes along the last axis;
 *   <li>{@code [N, C, H, W]} (pixels): H·W positions, classes along axis 1; along the last axis where the model ends by putting it there;
 *   <li>one number a position: the score of the second of two classes, if the model ends with a sigmoid or there is a label 0 or 1 for
 *       each; otherwise a plain number;
 *   <li>floating targets of as many numbers as the model answers: plain numbers, a regression.
 * </ul>
 *
 * A softmax over another axis, or a label for each position, says where the classes are.
 *
 * @param positions of each sample at which a class is predicted; 0 for plain numbers
 * @param classes scores at each position; 1 where one score decides between two classes; 0 for plain numbers
 * @param stride elements between the scores of one position
 * @param threshold score above which a single one means the second class
 * @param areProbabilities whether the scores at a position add up to one
 */
record OutputForm(int positions, int classes, int stride, double threshold, boolean areProbabilities) {
    static final OutputForm PLAIN_NUMBERS = new OutputForm(0, 0, 1, 0, false);

    static OutputForm scores(int positions, int classes, int stride, boolean areProbabilities) {
        return new OutputForm(positions, classes, stride, 0, areProbabilities);
    }

    static OutputForm twoClasses(int positions, double threshold) {
        return new OutputForm(positions, 1, 1, threshold, false);
    }

    /**
     * @param output the scored value of {@code graph}
     * @param shape of the output on a batch of {@code samples}
     */
    static OutputForm of(Graph graph, String output, Shape shape, int samples, Dataset data) {
        long elements = shape.elementCount();
        if (samples == 0 || elements == 0 || elements % samples != 0) {
            return PLAIN_NUMBERS;
        }
        int perSample = Math.toIntExact(elements / samples);
        Shape sample = sampleShape(shape, samples, perSample);
        Optional<TensorSpec> target = data.target();
        if (target.isPresent()
                && target.get().type().isFloating()
                && target.get().shape().elementCount() == perSample) {
            return PLAIN_NUMBERS;
        }
        LastOperation last = LastOperation.of(graph, output);
        if (last.isSigmoid() && isOneChannel(sample)) {
            return twoClasses(perSample, 0.5);
        }
        if (perSample == 1) {
            return labelsAreTwoClasses(data) ? twoClasses(1, 0) : PLAIN_NUMBERS;
        }
        int axis = classAxis(sample, last, target.filter(t -> t.type().isInteger()));
        int classes = (int) sample.dim(axis);
        int stride = 1;
        for (int a = axis + 1; a < sample.rank(); a++) {
            stride *= (int) sample.dim(a);
        }
        return scores(perSample / classes, classes, stride, last.isSoftmax());
    }

    /** Where samples and positions share the first axis, {@code [N·T, C]}, it is divided. */
    private static Shape sampleShape(Shape shape, int samples, int perSample) {
        if (shape.rank() > 0 && shape.dim(0) == samples) {
            return shape.withoutBatch();
        }
        boolean divides = shape.rank() > 1 && perSample % shape.dim(-1) == 0;
        return divides ? Shape.of(perSample / shape.dim(-1), shape.dim(-1)) : Shape.of(perSample);
    }

    /** A single number, or an image of one channel. */
    private static boolean isOneChannel(Shape sample) {
        boolean image = sample.rank() >= 3 && withoutOnes(sample).rank() == sample.rank() - 1;
        return sample.elementCount() == 1 || (image && (sample.dim(0) == 1 || sample.dim(-1) == 1));
    }

    private static boolean labelsAreTwoClasses(Dataset data) {
        if (!data.hasLabels()) {
            return false;
        }
        for (int i = 0; i < data.size(); i++) {
            if (data.label(i).getAsInt() > 1) {
                return false;
            }
        }
        return true;
    }

    private static int classAxis(Shape sample, LastOperation last, Optional<TensorSpec> classTarget) {
        List<Integer> wide = new ArrayList<>();
        for (int axis = 0; axis < sample.rank(); axis++) {
            if (sample.dim(axis) != 1) {
                wide.add(axis);
            }
        }
        if (wide.size() == 1) {
            return wide.get(0);
        }
        int usual = sample.rank() < 3 || last.putsChannelsLast() ? sample.rank() - 1 : 0;
        if (classTarget.isPresent()) {
            for (int axis : new int[] {usual, sample.rank() - 1, 0}) {
                if (withoutOnes(without(sample, axis))
                        .equals(withoutOnes(classTarget.get().shape()))) {
                    return axis;
                }
            }
        }
        return last.softmaxAxis(sample.rank() + 1).orElse(usual + 1) - 1;
    }

    private static Shape without(Shape shape, int axis) {
        long[] dims = shape.toArray();
        dims[axis] = 1;
        return Shape.of(dims);
    }

    private static Shape withoutOnes(Shape shape) {
        return Shape.of(
                java.util.Arrays.stream(shape.toArray()).filter(d -> d != 1).toArray());
    }

    boolean hasClasses() {
        return positions > 0;
    }

    /** How many class numbers there are: 2 where one score decides. */
    int classNumbers() {
        return classes == 1 ? 2 : classes;
    }

    /** Index of the first score of position {@code position}, counted over all samples. */
    int first(int position) {
        return position / stride * stride * classes + position % stride;
    }

    /** The class predicted at {@code position}: that of the largest score, the first one where several are equal. */
    int predicted(float[] scores, int position) {
        int first = first(position);
        if (classes == 1) {
            return scores[first] > threshold ? 1 : 0;
        }
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (scores[first + k * stride] > scores[first + best * stride]) {
                best = k;
            }
        }
        return best;
    }

    /** Whether {@code label} is among the {@code top} first classes at {@code position}; of equal scores the smaller number is first. */
    boolean isAmong(int top, float[] scores, int position, int label) {
        if (label >= classNumbers()) {
            return false;
        }
        if (classNumbers() <= top) {
            return true;
        }
        int first = first(position);
        float own = scores[first + label * stride];
        int before = 0;
        for (int k = 0; k < classes; k++) {
            float other = scores[first + k * stride];
            before += other > own || (other == own && k < label) ? 1 : 0;
        }
        return before < top;
    }
}
