package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which array of a data set belongs to which input of a model: the one of the same name, where TensorFlow's {@code serving_default_…:0}
 * around it and the case do not matter. A model with one input takes the array {@code x}, or the only one, whatever its name.
 */
final class InputMatcher {
    private InputMatcher() {}

    /** The same data, a table's columns parted into the model's inputs where it takes several. */
    static Dataset parted(Dataset data, Graph model) {
        boolean several = data instanceof FileDataset && model.inputs().size() > 1;
        return several
                ? ((FileDataset) data)
                        .partedInto(
                                model.inputs().stream().map(TensorSpec::name).toList())
                        .map(Dataset.class::cast)
                        .orElse(data)
                : data;
    }

    /**
     * @return for each input of the model the index of the data set's input
     * @throws VernierException if one has no array
     */
    static List<Integer> match(Dataset data, Graph model) {
        List<Integer> indices = new ArrayList<>();
        for (TensorSpec input : model.inputs()) {
            int index = named(data, input.name());
            if (index < 0 && model.inputs().size() == 1) {
                index = data.inputs().size() == 1 ? 0 : named(data, FileDataset.INPUT_NAME);
            }
            if (index < 0) {
                throw new VernierException("Model " + model.name() + " takes the input" + names(model.inputs())
                        + " but data set " + data.name() + " has the array" + names(data.inputs())
                        + "; save an .npz with an array for each input, named like it");
            }
            indices.add(index);
        }
        return indices;
    }

    private static String names(List<TensorSpec> specs) {
        return (specs.size() == 1 ? " " : "s ")
                + specs.stream().map(TensorSpec::name).collect(Collectors.joining(", "));
    }

    private static int named(Dataset data, String name) {
        List<TensorSpec> inputs = data.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).name().equals(name)) {
                return i;
            }
        }
        for (int i = 0; i < inputs.size(); i++) {
            if (plain(inputs.get(i).name()).equals(plain(name))) {
                return i;
            }
        }
        return -1;
    }

    /** Without TensorFlow's trimmings, in small letters. */
    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceFirst("^serving_default_", "")
                .replaceFirst(":\\d+$", "");
    }
}
