package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Brings the samples of a data set to the inputs of a model, where that is a matter of writing the same numbers differently: axes of length
 * 1 added or left out, channels first or last, flat or not, in another type that holds them. Which array belongs to which input is
 * {@link InputMatcher}'s to say.
 */
public final class DatasetFitter {
    private DatasetFitter() {}

    /**
     * The same samples under the names, shapes and types of the model's inputs, in their order.
     *
     * @throws VernierException if the data set lacks an input, or no rewriting fits its shape
     */
    public static Dataset fit(Dataset given, Graph model) {
        Dataset data = InputMatcher.parted(given, model);
        List<Integer> indices = InputMatcher.match(data, model);
        Dataset chosen = data;
        if (data instanceof FileDataset && !isInOrder(indices, data)) {
            chosen = ((FileDataset) data).withInputs(indices);
            indices = IntStream.range(0, indices.size()).boxed().toList();
        }
        Optional<SampleLayout> layout = data instanceof FileDataset ? ((FileDataset) data).layout() : Optional.empty();
        List<FittedInput> inputs = new ArrayList<>();
        for (int i = 0; i < indices.size(); i++) {
            TensorSpec input = model.inputs().get(i);
            TensorSpec samples = chosen.inputs().get(indices.get(i));
            inputs.add(fit(indices.get(i), samples, layout, input)
                    .orElseThrow(() -> new VernierException("Samples of data set " + data.name() + " have shape "
                            + samples.shape()
                            + (model.inputs().size() > 1 ? " in array " + samples.name() : "")
                            + ", which does not fit input " + input.name() + " of model " + model.name()
                            + " with shape "
                            + input.shape().withoutBatch()
                            + "; give data of that shape, or say its layout in a .dataset.json")));
        }
        return fitsAlready(chosen, inputs) ? chosen : new FittedDataset(chosen, inputs);
    }

    private static boolean isInOrder(List<Integer> indices, Dataset data) {
        return indices.equals(IntStream.range(0, data.inputs().size()).boxed().toList());
    }

    private static boolean fitsAlready(Dataset data, List<FittedInput> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            FittedInput f = inputs.get(i);
            boolean same = f.index() == i
                    && f.transposition() == FittedInput.Transposition.NONE
                    && f.spec().equals(data.inputs().get(i));
            if (!same) {
                return false;
            }
        }
        return inputs.size() == data.inputs().size();
    }

    private static Optional<FittedInput> fit(
            int index, TensorSpec samples, Optional<SampleLayout> layout, TensorSpec input) {
        Shape sample = samples.shape();
        Shape wanted = input.shape().withoutBatch();
        DataType type = ExactCast.typeFor(input.type());
        if (matches(sample, wanted)) {
            return Optional.of(fitted(index, samples, input, type, sample, FittedInput.Transposition.NONE));
        }
        for (FittedInput.Transposition t : FittedInput.Transposition.values()) {
            if ((t == FittedInput.Transposition.NONE || canTurn(sample, layout, t))
                    && matches(withoutOnes(t.of(sample)), withoutOnes(wanted))) {
                return Optional.of(fitted(index, samples, input, type, filled(wanted, withoutOnes(t.of(sample))), t));
            }
        }
        boolean oneIsFlat = sample.rank() <= 1 || wanted.rank() <= 1;
        if (oneIsFlat && wanted.isStatic() && wanted.elementCount() == sample.elementCount()) {
            return Optional.of(fitted(index, samples, input, type, wanted, FittedInput.Transposition.NONE));
        }
        return Optional.empty();
    }

    /** Of three axes one is the channels'; of two only where the data set says so. */
    private static boolean canTurn(Shape sample, Optional<SampleLayout> layout, FittedInput.Transposition t) {
        if (sample.rank() == 2) {
            SampleLayout needed = t == FittedInput.Transposition.CHANNELS_FIRST ? SampleLayout.TC : SampleLayout.CT;
            return layout.filter(l -> l == needed).isPresent();
        }
        return sample.rank() == 3;
    }

    private static FittedInput fitted(
            int index,
            TensorSpec samples,
            TensorSpec input,
            DataType type,
            Shape shape,
            FittedInput.Transposition transposition) {
        return new FittedInput(index, samples.name(), new TensorSpec(input.name(), type, shape), transposition);
    }

    private static boolean matches(Shape sample, Shape wanted) {
        if (sample.rank() != wanted.rank()) {
            return false;
        }
        for (int axis = 0; axis < sample.rank(); axis++) {
            if (wanted.dim(axis) != Shape.UNKNOWN && wanted.dim(axis) != sample.dim(axis)) {
                return false;
            }
        }
        return true;
    }

    private static Shape withoutOnes(Shape s) {
        return Shape.of(LongStream.of(s.toArray()).filter(d -> d != 1).toArray());
    }

    /** {@code wanted} with its unknown dimensions taken in order from {@code squeezed}, which has no dimension 1. */
    private static Shape filled(Shape wanted, Shape squeezed) {
        long[] dims = wanted.toArray();
        int next = 0;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] != 1) {
                dims[i] = squeezed.dim(next++);
            }
        }
        return Shape.of(dims);
    }
}
