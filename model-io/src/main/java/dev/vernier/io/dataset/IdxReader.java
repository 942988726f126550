package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * IDX, the format of MNIST: {@code 0 0 type rank}, a big-endian 32-bit length for each axis, then the elements, big-endian. Plain files
 * are read in place, {@code .gz} ones unpacked.
 *
 * <p>{@code …images-idx3-ubyte} has its labels in {@code …labels-idx1-ubyte} beside it.
 */
final class IdxReader {
    private IdxReader() {}

    private record Header(DataType type, Shape shape, int bytes) {}

    /** Whether {@code start}, the (inflated) beginning of a file, is that of an IDX file. */
    static boolean accepts(byte[] start) {
        return start.length >= 4
                && start[0] == 0
                && start[1] == 0
                && typeOf(start[2]).isPresent()
                && start[3] >= 1;
    }

    static StoredDataset read(DatasetDescriptor descriptor) {
        Path file = descriptor.path();
        StoredSamples samples = open(file);
        if (samples.shape().rank() == 0) {
            throw new VernierException(
                    "IDX file " + file + " holds one number a sample, as a labels file does; give the images file");
        }
        Optional<SampleLayout> layout = descriptor.layout().or(() -> SampleLayout.guess(samples.shape()));
        StoredTruth truth = descriptor
                .labelsFile()
                .or(() -> labelsFileOf(file))
                .map(labels -> LabelsFile.read(labels, file, samples.size()))
                .orElse(StoredTruth.NONE);
        return StoredDataset.of(samples, truth, List.of(), layout);
    }

    /** The labels file that belongs to an images file, if there is one. */
    private static Optional<Path> labelsFileOf(Path images) {
        String name = DatasetFiles.fileName(images);
        int at = name.lastIndexOf("images");
        if (at < 0) {
            return Optional.empty();
        }
        String sibling =
                name.substring(0, at) + "labels" + name.substring(at + 6).replaceFirst("idx\\d", "idx1");
        String plain = sibling.endsWith(".gz") ? sibling.substring(0, sibling.length() - 3) : sibling;
        return List.of(sibling, plain, plain + ".gz").stream()
                .map(images::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    static StoredSamples open(Path file) {
        try (DataInputStream in = new DataInputStream(DatasetFiles.open(file))) {
            Header header = header(in, file);
            int size = size(header, file);
            Shape sample = header.shape.withoutBatch();
            int sampleBytes = sampleBytes(header, sample, file);
            long payload = (long) sampleBytes * size;
            FileBytes bytes;
            long first = 0;
            if (DatasetFiles.isGzip(file)) {
                bytes = UnpackedBytes.read(in, payload, DatasetFiles.size(file), file.toString());
            } else {
                first = header.bytes;
                checkLength(file, first + payload, DatasetFiles.size(file));
                bytes = FileBytes.open(file);
            }
            return new BufferSamples(bytes, size, header.type, sample, ByteOrder.BIG_ENDIAN, first, sampleBytes);
        } catch (IOException e) {
            throw DatasetFiles.unreadable(file, e);
        }
    }

    private static Header header(DataInputStream in, Path file) throws IOException {
        byte[] magic = in.readNBytes(4);
        if (!accepts(magic)) {
            throw new VernierException(file + " is not an IDX file: it begins with " + Arrays.toString(magic)
                    + " instead of 0, 0, a type and a rank; give the unchanged images-idx3-ubyte file");
        }
        long[] dims = new long[magic[3]];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = in.readInt() & 0xFFFFFFFFL;
        }
        return new Header(typeOf(magic[2]).orElseThrow(), Shape.of(dims), 4 + 4 * dims.length);
    }

    private static int size(Header header, Path file) {
        long size = header.shape.dim(0);
        if (size > Integer.MAX_VALUE) {
            throw new VernierException(
                    "IDX file " + file + " says it holds " + size + " samples, more than can be used; split it");
        }
        return (int) size;
    }

    private static int sampleBytes(Header header, Shape sample, Path file) {
        try {
            return Math.toIntExact(
                    Math.multiplyExact(sample.elementCount(), (long) TensorData.elementBytes(header.type)));
        } catch (ArithmeticException e) {
            throw new VernierException("IDX file " + file + " says one sample is " + sample
                    + ", more than fits in memory; it is damaged, copy or download it again");
        }
    }

    private static void checkLength(Path file, long expected, long actual) {
        if (actual < expected) {
            throw new VernierException("IDX file " + file + " ends at byte " + actual + " but its header speaks of "
                    + expected + " bytes; copy or download it again");
        }
        if (actual > expected) {
            throw new VernierException("IDX file " + file + " holds " + (actual - expected) + " bytes behind the "
                    + expected + " its header speaks of; copy or download it again");
        }
    }

    private static Optional<DataType> typeOf(byte code) {
        switch (code) {
            case 0x08:
                return Optional.of(DataType.UINT8);
            case 0x09:
                return Optional.of(DataType.INT8);
            case 0x0B:
                return Optional.of(DataType.INT16);
            case 0x0C:
                return Optional.of(DataType.INT32);
            case 0x0D:
                return Optional.of(DataType.FLOAT32);
            case 0x0E:
                return Optional.of(DataType.FLOAT64);
            default:
                return Optional.empty();
        }
    }
}
