package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Arrays saved by {@code numpy.savez} or {@code numpy.savez_compressed}: {@code y} holds labels or targets, {@code x} the samples; without
 * {@code x}, or for a model with several inputs, every other array is an input by its own name. Arrays that are not compressed are read in
 * place.
 */
final class NpzReader {
    private static final String TRUTH = "y";
    private static final int MOST_ARRAYS = 1000;

    private final Path file;
    private final ZipFile zip;
    private final DatasetDescriptor descriptor;

    private NpzReader(DatasetDescriptor descriptor, ZipFile zip) {
        this.file = descriptor.path();
        this.zip = zip;
        this.descriptor = descriptor;
    }

    static boolean accepts(byte[] start) {
        return start.length >= 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
    }

    static StoredDataset read(DatasetDescriptor descriptor) {
        try (ZipFile zip = new ZipFile(descriptor.path().toFile())) {
            return new NpzReader(descriptor, zip).read();
        } catch (IOException e) {
            throw DatasetFiles.unreadable(descriptor.path(), e);
        }
    }

    private StoredDataset read() throws IOException {
        List<StoredInput> inputs = inputs();
        if (inputs.isEmpty()) {
            throw new VernierException("NPZ file " + file + " has no array x (it has " + arrayNames()
                    + "); save it with numpy.savez(file, x=samples, y=labels)");
        }
        StoredSamples first = inputs.get(0).samples();
        ZipEntry y = zip.getEntry(TRUTH + ".npy");
        StoredTruth truth = y == null ? StoredTruth.NONE : truth(array(y), first.size());
        return new StoredDataset(
                inputs, truth, List.of(), descriptor.layout().or(() -> SampleLayout.guess(first.shape())));
    }

    /** With an array x first; then others count only if they have as many samples. Without, all have to. */
    private List<StoredInput> inputs() throws IOException {
        List<StoredInput> inputs = new ArrayList<>();
        ZipEntry x = zip.getEntry(FileDataset.INPUT_NAME + ".npy");
        if (x != null) {
            inputs.add(new StoredInput(FileDataset.INPUT_NAME, array(x)));
        }
        for (ZipEntry entry : zip.stream().limit(MOST_ARRAYS).toList()) {
            String name = nameOf(entry);
            if (!entry.getName().endsWith(".npy") || name.equals(FileDataset.INPUT_NAME) || name.equals(TRUTH)) {
                continue;
            }
            if (x == null) {
                StoredSamples samples = array(entry);
                if (!inputs.isEmpty()
                        && samples.size() != inputs.get(0).samples().size()) {
                    throw new VernierException("NPZ file " + file + ": array " + name + " has " + samples.size()
                            + " samples but array " + inputs.get(0).name() + " has "
                            + inputs.get(0).samples().size() + "; save arrays of equally many");
                }
                inputs.add(new StoredInput(name, samples));
            } else if (hasSamples(entry, inputs.get(0).samples().size())) {
                inputs.add(new StoredInput(name, array(entry)));
            }
        }
        return inputs;
    }

    private boolean hasSamples(ZipEntry entry, int samples) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            NpyArray array = NpyArray.readHeader(in, what(entry));
            return array.shape().rank() > 0 && array.shape().dim(0) == samples;
        } catch (VernierException notAnArrayOfNumbers) {
            return false;
        }
    }

    private StoredSamples array(ZipEntry entry) throws IOException {
        String what = what(entry);
        try (InputStream in = zip.getInputStream(entry)) {
            NpyArray array = NpyArray.readHeader(in, what);
            long payload = array.payloadBytes(what);
            OptionalLong inPlace =
                    UnpackedBytes.isLarge(payload) ? ZipEntryPlace.of(file, entry) : OptionalLong.empty();
            if (inPlace.isPresent() && entry.getSize() == array.dataOffset() + payload) {
                return array.samples(FileBytes.open(file), inPlace.getAsLong() + array.dataOffset(), what);
            }
            long packed = Math.min(entry.getCompressedSize(), DatasetFiles.size(file));
            return array.samples(UnpackedBytes.read(in, payload, packed, what), 0, what);
        }
    }

    private StoredTruth truth(StoredSamples y, int samples) {
        String what = "array y of " + DatasetFiles.fileName(file);
        ClassLabels.checkCount(y.size(), samples, what, "array " + FileDataset.INPUT_NAME);
        return StoredTruth.of(y, what);
    }

    private String what(ZipEntry entry) {
        return "array " + nameOf(entry) + " of " + file;
    }

    private String arrayNames() {
        return zip.stream().limit(20).map(NpzReader::nameOf).collect(Collectors.joining(", "));
    }

    private static String nameOf(ZipEntry entry) {
        return entry.getName().replaceFirst("\\.npy$", "");
    }
}
