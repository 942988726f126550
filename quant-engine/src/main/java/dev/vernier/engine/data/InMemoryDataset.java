package dev.vernier.engine.data;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** A data set whose samples are all held in memory. */
public final class InMemoryDataset implements Dataset {
    private final String name;
    private final List<TensorSpec> inputs;
    private final List<TensorData> samples;
    private final int[] labels;
    private final Optional<TensorData> targets;
    private final List<String> classNames;
    private final int size;
    private volatile String contentId;

    private InMemoryDataset(
            String name,
            List<TensorSpec> inputs,
            List<TensorData> samples,
            int[] labels,
            Optional<TensorData> targets,
            List<String> classNames,
            int size) {
        this.name = name;
        this.inputs = inputs;
        this.samples = samples;
        this.labels = labels;
        this.targets = targets;
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
                name,
                List.copyOf(specs),
                List.copyOf(samples),
                labels.clone(),
                Optional.empty(),
                List.copyOf(classNames),
                size);
    }

    /**
     * The same samples with these {@linkplain Dataset#target() targets}.
     *
     * @param targets {@code [size, target…]}
     * @throws IllegalArgumentException if their number differs from that of the samples
     */
    public InMemoryDataset withTargets(TensorData targets) {
        if (targets.shape().dim(0) != size) {
            throw new IllegalArgumentException(targets.shape().dim(0) + " targets for " + size + " samples");
        }
        return new InMemoryDataset(name, inputs, samples, labels, Optional.of(targets), classNames, size);
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
        Objects.checkFromIndexSize(from, count, size);
        List<TensorData> out = new ArrayList<>(samples.size());
        samples.forEach(all -> out.add(rows(all, from, count)));
        return out;
    }

    private TensorData rows(TensorData all, int from, int count) {
        ByteBuffer bytes = all.bytes();
        int perSample = size == 0 ? 0 : bytes.remaining() / size;
        bytes.position(from * perSample).limit((from + count) * perSample);
        return TensorData.of(all.type(), all.shape().with(0, count), bytes);
    }

    @Override
    public Optional<TensorSpec> target() {
        return targets.map(t -> new TensorSpec("target", t.type(), t.shape().withoutBatch()));
    }

    @Override
    public TensorData targets(int from, int count) {
        Objects.checkFromIndexSize(from, count, size);
        return rows(
                targets.orElseThrow(() -> new IllegalStateException("data set " + name + " has no targets")),
                from,
                count);
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
                all.append(TensorData.ofInts(Shape.of(labels.length), labels).contentHash());
            }
            targets.ifPresent(t -> all.append(t.contentHash()));
            id = all.toString();
            contentId = id;
        }
        return id;
    }
}
