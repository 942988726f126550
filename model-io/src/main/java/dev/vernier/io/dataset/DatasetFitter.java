package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorSpec;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Brings the samples of a data set to the shape a model takes, where that is a matter of writing the same numbers differently: axes of
 * length 1 added or left out, channels first or last, flat or not.
 */
public final class DatasetFitter {
    private DatasetFitter() {}

    /**
     * The same samples under the name and shape of the model's input.
     *
     * @throws VernierException if the model has not exactly one floating input, or no rewriting fits its shape
     */
    public static Dataset fit(Dataset data, Graph model) {
        if (model.inputs().size() != 1 || data.inputs().size() != 1) {
            throw new VernierException(
                    "Model " + model.name() + " has " + model.inputs().size() + " inputs but data set " + data.name()
                            + " has " + data.inputs().size() + "; only models with one input can be given data");
        }
        TensorSpec input = model.inputs().get(0);
        if (!input.type().isFloating()) {
            throw new VernierException("Input " + input.name() + " of model " + model.name() + " takes " + input.type()
                    + " but data set " + data.name() + " holds floating values; give a model with a floating input");
        }
        TensorSpec samples = data.inputs().get(0);
        return fit(data, samples.shape(), input)
                .orElseThrow(() -> new VernierException("Samples of data set " + data.name() + " have shape "
                        + samples.shape()
                        + ", which does not fit input " + input.name() + " of model " + model.name() + " with shape "
                        + input.shape().withoutBatch()
                        + "; give data of that shape, or say its layout in a .dataset.json"));
    }

    private static Optional<Dataset> fit(Dataset data, Shape sample, TensorSpec input) {
        Shape wanted = input.shape().withoutBatch();
        if (matches(sample, wanted)) {
            return Optional.of(fitted(data, input, sample, FittedDataset.Transposition.NONE));
        }
        for (FittedDataset.Transposition t : FittedDataset.Transposition.values()) {
            if ((t == FittedDataset.Transposition.NONE || sample.rank() == 3)
                    && matches(withoutOnes(t.of(sample)), withoutOnes(wanted))) {
                return Optional.of(fitted(data, input, filled(wanted, withoutOnes(t.of(sample))), t));
            }
        }
        boolean oneIsFlat = sample.rank() <= 1 || wanted.rank() <= 1;
        if (oneIsFlat && wanted.isStatic() && wanted.elementCount() == sample.elementCount()) {
            return Optional.of(fitted(data, input, wanted, FittedDataset.Transposition.NONE));
        }
        return Optional.empty();
    }

    private static Dataset fitted(Dataset data, TensorSpec input, Shape shape, FittedDataset.Transposition t) {
        TensorSpec now = data.inputs().get(0);
        boolean fitsAlready = t == FittedDataset.Transposition.NONE
                && now.shape().equals(shape)
                && now.name().equals(input.name())
                && now.type() == DataType.FLOAT32;
        return fitsAlready ? data : new FittedDataset(data, input.name(), shape, t);
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
