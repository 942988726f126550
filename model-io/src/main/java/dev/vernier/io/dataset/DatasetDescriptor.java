package dev.vernier.io.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a data set is and how it is to be read: what a {@code *.dataset.json} says, or what follows from a file alone.
 *
 * @param name as shown to people
 * @param path the file or folder
 * @param layout what the axes of a sample mean; empty: as the reader finds
 * @param labelsFrom how an image folder's subfolders become class numbers
 * @param labelColumn which column of a CSV file holds the class; empty: found by its name or its values
 * @param targetColumns which columns of a CSV file hold regression targets; empty: found by their names
 * @param classes names of the classes in label order; empty: as the reader finds
 */
public record DatasetDescriptor(
        String name,
        DatasetFormat format,
        Path path,
        Optional<SampleLayout> layout,
        Normalization normalization,
        ImageSteps imageSteps,
        ChannelOrder channelOrder,
        LabelsFrom labelsFrom,
        Optional<String> labelColumn,
        List<String> targetColumns,
        List<String> classes) {

    /** How an image folder's subfolders become class numbers. */
    public enum LabelsFrom {
        /** The place of the folder's name in alphabetical order. */
        FOLDER("folder"),
        /** The digits the folder's name begins with. */
        FOLDER_NUMBER("folder number");

        private final String label;

        LabelsFrom(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public DatasetDescriptor {
        targetColumns = List.copyOf(targetColumns);
        classes = List.copyOf(classes);
    }

    /** A file as it is, with nothing said about it. */
    public static DatasetDescriptor plain(DatasetFormat format, Path path) {
        return new DatasetDescriptor(
                DatasetFiles.fileName(path),
                format,
                path,
                Optional.empty(),
                Normalization.NONE,
                ImageSteps.NONE,
                ChannelOrder.RGB,
                LabelsFrom.FOLDER,
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** With another layout; empty: as the reader finds. */
    public DatasetDescriptor withLayout(Optional<SampleLayout> other) {
        return new DatasetDescriptor(
                name,
                format,
                path,
                other,
                normalization,
                imageSteps,
                channelOrder,
                labelsFrom,
                labelColumn,
                targetColumns,
                classes);
    }

    /** With other steps between what is stored and what the network takes. */
    public DatasetDescriptor withPreprocessing(Normalization numbers, ImageSteps pixels, ChannelOrder order) {
        return new DatasetDescriptor(
                name, format, path, layout, numbers, pixels, order, labelsFrom, labelColumn, targetColumns, classes);
    }

    /** With class numbers made otherwise from an image folder's subfolders. */
    public DatasetDescriptor withLabelsFrom(LabelsFrom other) {
        return new DatasetDescriptor(
                name,
                format,
                path,
                layout,
                normalization,
                imageSteps,
                channelOrder,
                other,
                labelColumn,
                targetColumns,
                classes);
    }

    /** Whether pictures can be resized and cropped. */
    public boolean isOfPictures() {
        return format == DatasetFormat.IMAGES;
    }
}
