package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** One array saved by {@code numpy.save}: samples along its first axis; labels only where a descriptor names their file. Read
 * in place. */
final class NpyReader {
    private NpyReader() {}

    static StoredDataset read(DatasetDescriptor descriptor) {
        Path file = descriptor.path();
        StoredSamples samples = open(file);
        return StoredDataset.of(
                samples,
                descriptor
                        .labelsFile()
                        .map(labels -> LabelsFile.read(labels, file, samples.size()))
                        .orElse(StoredTruth.NONE),
                List.of(),
                descriptor.layout().or(() -> SampleLayout.guess(samples.shape())));
    }

    static StoredSamples open(Path file) {
        String what = "array " + file;
        try (InputStream in = DatasetFiles.open(file)) {
            NpyArray array = NpyArray.readHeader(in, what);
            long payload = array.payloadBytes(what);
            if (DatasetFiles.isGzip(file)) {
                FileBytes all = UnpackedBytes.read(in, payload, DatasetFiles.size(file), file.toString());
                return array.samples(all, 0, what);
            }
            long actual = DatasetFiles.size(file);
            if (actual - array.dataOffset() != payload) {
                throw new VernierException("NumPy " + what + " of shape " + array.shape() + " needs " + payload
                        + " bytes behind its header but has " + (actual - array.dataOffset())
                        + "; copy or download it again");
            }
            return array.samples(FileBytes.open(file), array.dataOffset(), what);
        } catch (IOException e) {
            throw DatasetFiles.unreadable(file, e);
        }
    }
}
