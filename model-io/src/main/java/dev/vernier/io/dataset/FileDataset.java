package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A data set in a file: samples read when they are asked for, and preprocessed batch by batch. Immutable.
 *
 * <p>Samples are FLOAT32, but 32- and 64-bit integers without preprocessing stay what they are: they may be token ids, and a float does
 * not hold them all.
 */
public final class FileDataset implements Dataset {
    /** What the samples are called where the file gives them no other name. */
    static final String INPUT_NAME = "x";

    private record Input(StoredSamples samples, SampleNormalizer normalizer, TensorSpec spec) {}

    private final DatasetDescriptor descriptor;
    private final StoredDataset stored;
    private final List<Input> inputs;
    private final List<String> classNames;

    private FileDataset(
            DatasetDescriptor descriptor, StoredDataset stored, List<Input> inputs, List<String> classNames) {
        this.descriptor = descriptor;
        this.stored = stored;
        this.inputs = inputs;
        this.classNames = classNames;
    }

    static FileDataset read(DatasetDescriptor descriptor) {
        StoredDataset stored = descriptor.format().read(descriptor);
        if (stored.inputs().get(0).samples().size() == 0) {
            throw new VernierException("Data set " + descriptor.path() + " holds no samples; give one that does");
        }
        return of(descriptor, stored);
    }

    private static FileDataset of(DatasetDescriptor descriptor, StoredDataset stored) {
        StoredSamples main = stored.inputs().get(0).samples();
        int axis = channelAxis(descriptor, stored.layout(), main);
        List<Input> inputs = new ArrayList<>();
        for (StoredInput i : stored.inputs()) {
            boolean preprocessed = inputs.isEmpty();
            inputs.add(
                    preprocessed
                            ? input(i, descriptor.normalization(), axis, descriptor.channelOrder())
                            : input(i, Normalization.NONE, SampleLayout.NO_CHANNELS, ChannelOrder.RGB));
        }
        List<String> classNames = descriptor.classes().isEmpty() ? stored.classNames() : descriptor.classes();
        ClassLabels.checkRange(stored.truth().labels(), classNames, "data set " + descriptor.name());
        return new FileDataset(descriptor, stored, List.copyOf(inputs), classNames);
    }

    /** How it is read. */
    public DatasetDescriptor descriptor() {
        return descriptor;
    }

    /**
     * The same file as {@code other} says; what is stored is read again only where that makes a difference.
     *
     * @throws VernierException as {@link DatasetReader#open(DatasetDescriptor)}
     */
    public FileDataset as(DatasetDescriptor other) {
        return other.isStoredAs(descriptor) ? of(other, stored) : read(other);
    }

    /** The headings of a table, those of labels and targets too; empty where there are none. */
    public List<String> headings() {
        return table().map(CsvColumns::headings).orElse(List.of());
    }

    /** The headings of the first input's numbers; empty where there are none. */
    public List<String> columns() {
        return table().map(CsvColumns::names).orElse(List.of());
    }

    private Optional<CsvColumns> table() {
        StoredSamples first = inputs.get(0).samples();
        return first instanceof CsvColumns ? Optional.of((CsvColumns) first) : Optional.empty();
    }

    /**
     * A table's columns parted into inputs by their headings.
     *
     * @param names of the inputs, in order
     * @return empty where this is no table with headings
     * @throws VernierException if an input has no column
     */
    Optional<FileDataset> partedInto(List<String> names) {
        return table().filter(t -> inputs.size() == 1 && !t.names().isEmpty()).map(t -> partedInto(names, t));
    }

    private FileDataset partedInto(List<String> names, CsvColumns table) {
        boolean answersAreSaid = descriptor.labelColumn().isPresent()
                || !descriptor.targetColumns().isEmpty();
        // a column that only looked like a class belongs to the input it is headed like
        List<StoredInput> groups = ColumnGroups.of(answersAreSaid ? table : table.all(), names, descriptor.path());
        boolean guessedWrong =
                groups.stream().anyMatch(g -> !table.names().containsAll(((CsvColumns) g.samples()).names()));
        return of(
                descriptor,
                new StoredDataset(
                        groups,
                        guessedWrong ? StoredTruth.NONE : stored.truth(),
                        guessedWrong ? List.of() : stored.classNames(),
                        Optional.empty()));
    }

    private static Input input(StoredInput stored, Normalization normalization, int channelAxis, ChannelOrder order) {
        StoredSamples samples = stored.samples();
        DataType type = samples.type();
        boolean asStored = normalization.isIdentity()
                && order == ChannelOrder.RGB
                && (type == DataType.INT32 || type == DataType.INT64);
        return new Input(
                samples,
                asStored ? null : SampleNormalizer.of(normalization, type, samples.shape(), channelAxis, order),
                new TensorSpec(stored.name(), asStored ? type : DataType.FLOAT32, samples.shape()));
    }

    private static int channelAxis(DatasetDescriptor descriptor, Optional<SampleLayout> layout, StoredSamples samples) {
        if (layout.isPresent() && layout.get().rank() != samples.shape().rank()) {
            throw new VernierException("Data set " + descriptor.path() + " is said to have layout " + layout.get()
                    + " but its samples are " + samples.shape() + "; correct \"layout\"");
        }
        int axis = layout.map(SampleLayout::channelAxis).orElse(SampleLayout.NO_CHANNELS);
        long channels = axis < 0 ? 1 : samples.shape().dim(axis);
        int said = descriptor.normalization().channels();
        if (said != 1 && said != channels) {
            throw new VernierException(
                    "Data set " + descriptor.path() + " has " + channels + " channel(s) (samples " + samples.shape()
                            + ") but mean and std speak of " + said + "; correct \"layout\", \"mean\" or \"std\"");
        }
        if (descriptor.channelOrder() == ChannelOrder.BGR && channels != 3) {
            throw new VernierException("Data set " + descriptor.path() + " has " + channels
                    + " channel(s), which cannot be put in the order BGR; remove \"channelOrder\"");
        }
        return axis;
    }

    /** The same samples with these of the inputs alone, in this order; the others are not read. */
    FileDataset withInputs(List<Integer> indices) {
        return new FileDataset(
                descriptor, stored, indices.stream().map(inputs::get).toList(), classNames);
    }

    @Override
    public String name() {
        return descriptor.name();
    }

    @Override
    public int size() {
        return inputs.get(0).samples().size();
    }

    @Override
    public List<TensorSpec> inputs() {
        return inputs.stream().map(Input::spec).toList();
    }

    /** What the axes of a sample of the first input mean, as far as it is known. */
    public Optional<SampleLayout> layout() {
        return stored.layout();
    }

    @Override
    public List<TensorData> batch(int from, int count) {
        List<TensorData> batch = new ArrayList<>(inputs.size());
        for (Input input : inputs) {
            TensorData stored = input.samples().read(from, count);
            batch.add(input.normalizer() == null ? stored : input.normalizer().apply(stored));
        }
        return batch;
    }

    @Override
    public OptionalInt label(int index) {
        Objects.checkIndex(index, size());
        int[] labels = stored.truth().labels();
        return labels.length == 0 ? OptionalInt.empty() : OptionalInt.of(labels[index]);
    }

    @Override
    public Optional<TensorSpec> target() {
        return stored.truth().targets().map(t -> new TensorSpec("y", t.type(), t.shape()));
    }

    @Override
    public TensorData targets(int from, int count) {
        return stored.truth()
                .targets()
                .orElseThrow(() -> new IllegalStateException("data set " + name() + " has no targets"))
                .read(from, count);
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public boolean hasBlueFirst() {
        return descriptor.channelOrder() == ChannelOrder.BGR;
    }

    @Override
    public String contentId() {
        String samples = inputs.stream()
                .map(i -> i.spec().name() + " " + i.samples().contentHash())
                .collect(Collectors.joining(" "));
        return samples + " labels " + Arrays.hashCode(stored.truth().labels())
                + stored.truth()
                        .targets()
                        .map(t -> " targets " + t.contentHash())
                        .orElse("") + " " + preprocessing();
    }

    private String preprocessing() {
        int axis = layout().map(SampleLayout::channelAxis).orElse(SampleLayout.NO_CHANNELS);
        return descriptor.normalization() + " " + descriptor.channelOrder() + " axis " + axis;
    }

    @Override
    public String toString() {
        return name() + " (" + size() + " samples of "
                + inputs.stream().map(i -> i.spec().shape().toString()).collect(Collectors.joining(", ")) + ")";
    }
}
