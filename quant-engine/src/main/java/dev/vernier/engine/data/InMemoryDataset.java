package dev.vernier.engine.data;

import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A data set whose samples are all held in memory. */
public final class InMemoryDataset implements Dataset {
    private final String name;
    private final List<TensorSpec> inputs;
    private final List<TensorData> samples;
    private final int[] labels;
    private final List<String> classNames;
    private final int size;
    private volatile String contentId;

    private InMemoryDataset(
            String name,
            List<TensorSpec> inputs,
            List<TensorData> samples,
            int[] labels,
            List<String> classNames,
            int size) {
        this.name = name;
        this.inputs = inputs;
        this.samples = samples;
        this.labels = labels;
        this.classNames = classNames;
        this.size = size;
    }

    /**
     * @param inputNames one name for each tensor
     * @param samples for each input a tensor {@code [size, sample…]}
     * @param labels class of each sample, or an empty array
     * @throws IllegalArgumentException if the numbers of samples or labels differ
     */
    public static InMemoryDataset of(
            String name, List<String> inputNames, List<TensorData> samples, int[] labels, List<String> classNames) {
        int size = Math.toIntExact(samples.get(0).shape().dim(0));
        List<TensorSpec> specs = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            TensorData s = samples.get(i);
            if (s.shape().dim(0) != size) {
                throw new IllegalArgumentException("input " + inputNames.get(i) + " has "
                        + s.shape().dim(0) + " samples, the first input " + size);
            }
            specs.add(new TensorSpec(inputNames.get(i), s.type(), s.shape().withoutBatch()));
        }
        if (labels.length != 0 && labels.length != size) {
            throw new IllegalArgumentException(labels.length + " labels for " + size + " samples");
        }
        return new InMemoryDataset(
                name, List.copyOf(specs), List.copyOf(samples), labels.clone(), List.copyOf(classNames), size);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<TensorSpec> inputs() {
        return inputs;
    }

    @Override
    public List<TensorData> batch(int from, int count) {
        java.util.Objects.checkFromIndexSize(from, count, size);
        List<TensorData> out = new ArrayList<>(samples.size());
        for (TensorData all : samples) {
            ByteBuffer bytes = all.bytes();
            int perSample = size == 0 ? 0 : bytes.remaining() / size;
            bytes.position(from * perSample).limit((from + count) * perSample);
            out.add(TensorData.of(all.type(), all.shape().with(0, count), bytes));
        }
        return out;
    }

    @Override
    public OptionalInt label(int index) {
        return labels.length == 0 ? OptionalInt.empty() : OptionalInt.of(labels[index]);
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public String contentId() {
        String id = contentId;
        if (id == null) {
            StringBuilder all = new StringBuilder();
            samples.forEach(s -> all.append(s.contentHash()));
            if (labels.length > 0) {
                all.append(TensorData.ofInts(dev.vernier.engine.graph.Shape.of(labels.length), labels)
                        .contentHash());
            }
            id = all.toString();
            contentId = id;
        }
        return id;
    }
}
