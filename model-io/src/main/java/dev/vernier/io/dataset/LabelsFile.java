package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Labels or targets in a file of their own, IDX or {@code .npy}, beside the samples they belong to. */
final class LabelsFile {
    private LabelsFile() {}

    /**
     * @param samples the samples' file, for messages
     * @param count how many samples there are
     * @throws VernierException if it cannot be read or holds another number of labels
     */
    static StoredTruth read(Path file, Path samples, int count) {
        if (!Files.isRegularFile(file)) {
            throw new VernierException("Labels file " + file + " does not exist; correct \"labels\"");
        }
        boolean npy = NpyArray.accepts(DatasetFiles.firstBytes(file, 8));
        StoredSamples labels = npy ? NpyReader.open(file) : IdxReader.open(file);
        String name = DatasetFiles.fileName(file);
        if (!npy && labels.shape().rank() != 0) {
            throw new VernierException("Labels file " + file + " holds samples of shape " + labels.shape()
                    + " instead of one class number each; put the right labels file beside "
                    + DatasetFiles.fileName(samples));
        }
        ClassLabels.checkCount(labels.size(), count, name, DatasetFiles.fileName(samples));
        return StoredTruth.of(labels, name);
    }
}
