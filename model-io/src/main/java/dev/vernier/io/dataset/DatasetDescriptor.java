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
 * @param labelsFile an IDX or {@code .npy} file of labels or targets, for formats that hold samples alone; empty: as the reader finds
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
        Optional<Path> labelsFile,
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
                Optional.empty(),
                List.of());
    }

    /** With another layout; empty: as the reader finds. */
    public DatasetDescriptor withLayout(Optional<SampleLayout> other) {
        return with(name, other, normalization, imageSteps, channelOrder, new Truth(this));
    }

    /** With other steps between what is stored and what the network takes. */
    public DatasetDescriptor withPreprocessing(Normalization numbers, ImageSteps pixels, ChannelOrder order) {
        return with(name, layout, numbers, pixels, order, new Truth(this));
    }

    /** With class numbers made otherwise from an image folder's subfolders. */
    public DatasetDescriptor withLabelsFrom(LabelsFrom other) {
        return withTruth(new Truth(other, labelColumn, targetColumns, labelsFile));
    }

    /** With other columns of a CSV file for the class or the targets; empty: as the reader finds. */
    public DatasetDescriptor withColumns(Optional<String> label, List<String> targets) {
        return withTruth(new Truth(labelsFrom, label, targets, labelsFile));
    }

    /** With labels from this file; empty: as the reader finds. */
    public DatasetDescriptor withLabelsFile(Optional<Path> file) {
        return withTruth(new Truth(labelsFrom, labelColumn, targetColumns, file));
    }

    /** What is said about the answers. */
    private record Truth(
            LabelsFrom folders, Optional<String> labelColumn, List<String> targetColumns, Optional<Path> file) {
        Truth(DatasetDescriptor d) {
            this(d.labelsFrom, d.labelColumn, d.targetColumns, d.labelsFile);
        }
    }

    private DatasetDescriptor withTruth(Truth truth) {
        return with(name, layout, normalization, imageSteps, channelOrder, truth);
    }

    private DatasetDescriptor with(
            String newName,
            Optional<SampleLayout> axes,
            Normalization numbers,
            ImageSteps pixels,
            ChannelOrder order,
            Truth truth) {
        return new DatasetDescriptor(
                newName,
                format,
                path,
                axes,
                numbers,
                pixels,
                order,
                truth.folders(),
                truth.labelColumn(),
                truth.targetColumns(),
                truth.file(),
                classes);
    }

    /** Whether pictures can be resized and cropped. */
    public boolean isOfPictures() {
        return format == DatasetFormat.IMAGES;
    }

    /** Whether the same bytes are read in the same way, so that only what is done to their numbers differs. */
    boolean isStoredAs(DatasetDescriptor other) {
        return format == other.format
                && path.equals(other.path)
                && layout.equals(other.layout)
                && imageSteps.equals(other.imageSteps)
                && new Truth(this).equals(new Truth(other));
    }
}
