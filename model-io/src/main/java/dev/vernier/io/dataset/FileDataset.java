package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A data set in a file: samples read when they are asked for, and preprocessed batch by batch. Immutable. */
public final class FileDataset implements Dataset {
    /** What the samples are called until they are fitted to a model's input. */
    static final String INPUT_NAME = "x";

    private final String name;
    private final StoredSamples samples;
    private final int[] labels;
    private final List<String> classNames;
    private final Optional<SampleLayout> layout;
    private final SampleNormalizer normalizer;
    private final String preprocessing;
    private final TensorSpec input;

    private FileDataset(DatasetDescriptor descriptor, StoredDataset stored) {
        this.name = descriptor.name();
        this.samples = stored.samples();
        this.labels = stored.labels();
        this.classNames = descriptor.classes().isEmpty() ? stored.classNames() : descriptor.classes();
        this.layout = stored.layout();
        int axis = channelAxis(descriptor);
        this.normalizer = SampleNormalizer.of(
                descriptor.normalization(), samples.type(), samples.shape(), axis, descriptor.channelOrder());
        this.preprocessing = descriptor.normalization() + " " + descriptor.channelOrder() + " axis " + axis;
        this.input = new TensorSpec(INPUT_NAME, DataType.FLOAT32, samples.shape());
        if (samples.size() == 0) {
            throw new VernierException("Data set " + descriptor.path() + " holds no samples; give one that does");
        }
        ClassLabels.checkRange(labels, classNames, "data set " + name);
    }

    static FileDataset read(DatasetDescriptor descriptor) {
        return new FileDataset(descriptor, descriptor.format().read(descriptor));
    }

    private int channelAxis(DatasetDescriptor descriptor) {
        if (layout.isPresent() && layout.get().rank() != samples.shape().rank()) {
            throw new VernierException("Data set " + descriptor.path() + " is said to have layout " + layout.get()
                    + " but its samples are " + samples.shape() + "; correct \"layout\"");
        }
        int axis = -1;
        if (layout.isPresent() && layout.get() != SampleLayout.HW) {
            axis = layout.get() == SampleLayout.CHW ? 0 : 2;
        }
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

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    public List<TensorSpec> inputs() {
        return List.of(input);
    }

    /** What the axes of a sample mean, as far as it is known. */
    public Optional<SampleLayout> layout() {
        return layout;
    }

    @Override
    public List<TensorData> batch(int from, int count) {
        return List.of(normalizer.apply(samples.read(from, count)));
    }

    @Override
    public OptionalInt label(int index) {
        java.util.Objects.checkIndex(index, size());
        return labels.length == 0 ? OptionalInt.empty() : OptionalInt.of(labels[index]);
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public String contentId() {
        return samples.contentHash() + " labels " + Arrays.hashCode(labels) + " " + preprocessing;
    }

    @Override
    public String toString() {
        return name + " (" + size() + " samples of " + samples.shape() + ")";
    }
}
