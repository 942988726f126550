package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Arrays saved by {@code numpy.savez}: {@code x} holds the samples, {@code y}, where there is one, their class numbers. */
final class NpzReader {
    private NpzReader() {}

    static boolean accepts(byte[] start) {
        return start.length >= 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
    }

    static StoredDataset read(DatasetDescriptor descriptor) {
        Path file = descriptor.path();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry x = zip.getEntry("x.npy");
            if (x == null) {
                throw new VernierException("NPZ file " + file + " has no array x (it has " + arrayNames(zip)
                        + "); save it with numpy.savez(file, x=samples, y=labels)");
            }
            StoredSamples samples = array(zip, x, file);
            ZipEntry y = zip.getEntry("y.npy");
            int[] labels = y == null ? new int[0] : labels(array(zip, y, file), samples.size(), file);
            return new StoredDataset(
                    samples, labels, List.of(), descriptor.layout().or(() -> SampleLayout.guess(samples.shape())));
        } catch (IOException e) {
            throw DatasetFiles.unreadable(file, e);
        }
    }

    private static StoredSamples array(ZipFile zip, ZipEntry entry, Path file) throws IOException {
        String what = "array " + nameOf(entry) + " of " + file;
        try (InputStream in = zip.getInputStream(entry)) {
            NpyArray array = NpyArray.readHeader(in, what);
            byte[] bytes = DatasetFiles.readExactly(
                    in, array.payloadBytes(what), Math.min(entry.getCompressedSize(), DatasetFiles.size(file)), what);
            return array.samples(FileBytes.of(bytes), 0, what);
        }
    }

    private static int[] labels(StoredSamples y, int samples, Path file) {
        String what = "array y of " + DatasetFiles.fileName(file);
        if (!y.shape().equals(Shape.SCALAR) && y.shape().elementCount() != 1) {
            throw new VernierException("NPZ file " + file + " has labels y of shape "
                    + y.shape().prepended(y.size()) + "; give one class number a sample, for example y.argmax(axis=1)");
        }
        ClassLabels.checkCount(y.size(), samples, what, "array x");
        TensorData all = y.read(0, y.size());
        return ClassLabels.of(all, what);
    }

    private static String arrayNames(ZipFile zip) {
        return zip.stream().limit(20).map(NpzReader::nameOf).collect(Collectors.joining(", "));
    }

    private static String nameOf(ZipEntry entry) {
        return entry.getName().replaceFirst("\\.npy$", "");
    }
}
