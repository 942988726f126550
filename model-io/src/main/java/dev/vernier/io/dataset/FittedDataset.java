package dev.vernier.io.dataset;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A data set whose samples are brought to a model's inputs, batch by batch. */
final class FittedDataset implements Dataset {
    private final Dataset source;
    private final List<FittedInput> inputs;

    FittedDataset(Dataset source, List<FittedInput> inputs) {
        this.source = source;
        this.inputs = List.copyOf(inputs);
    }

    /** How the first input of the model is made. */
    FittedInput first() {
        return inputs.get(0);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public List<TensorSpec> inputs() {
        return inputs.stream().map(FittedInput::spec).toList();
    }

    @Override
    public List<TensorData> batch(int from, int count) {
        List<TensorData> batch = source.batch(from, count);
        return inputs.stream()
                .map(i -> i.apply(batch.get(i.index()), from, source.name()))
                .toList();
    }

    @Override
    public OptionalInt label(int index) {
        return source.label(index);
    }

    @Override
    public Optional<TensorSpec> target() {
        return source.target();
    }

    @Override
    public TensorData targets(int from, int count) {
        return source.targets(from, count);
    }

    @Override
    public List<String> classNames() {
        return source.classNames();
    }

    @Override
    public boolean hasBlueFirst() {
        return source.hasBlueFirst();
    }

    @Override
    public String contentId() {
        return source.contentId() + " as " + inputs;
    }

    @Override
    public String toString() {
        return source + " as "
                + inputs.stream().map(i -> i.spec().shape().toString()).collect(Collectors.joining(", "));
    }
}
