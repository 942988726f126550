package dev.vernier.io.dataset;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The file formats of data sets, by the name a descriptor gives them. */
public enum DatasetFormat {
    IDX(IdxReader::read),
    NPZ(NpzReader::read),
    NPY(NpyReader::read),
    CIFAR10(CifarReader::read10),
    CIFAR100(CifarReader::read100),
    CSV(CsvReader::read),
    IMAGES(ImageFolderReader::read);

    private final Function<DatasetDescriptor, StoredDataset> reader;

    DatasetFormat(Function<DatasetDescriptor, StoredDataset> reader) {
        this.reader = reader;
    }

    /** {@code idx}, {@code npz}, …: as in descriptors. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the samples' file holds no labels, so that a file of their own can be named. */
    public boolean hasLabelsFile() {
        return this == IDX || this == NPY;
    }

    static Optional<DatasetFormat> ofLabel(String label) {
        return Stream.of(values()).filter(f -> f.label().equals(label)).findFirst();
    }

    /** All labels, for messages. */
    static String labels() {
        return Stream.of(values()).map(DatasetFormat::label).collect(Collectors.joining(", "));
    }

    StoredDataset read(DatasetDescriptor descriptor) {
        return reader.apply(descriptor);
    }
}
