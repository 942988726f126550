package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * CIFAR binary batches: records of one label byte (CIFAR-100: coarse, then fine) and a picture of 3 × 32 × 32 bytes, plane by plane.
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">The CIFAR data sets</a>
 */
final class CifarReader {
    private static final Shape PICTURE = Shape.of(3, 32, 32);
    private static final int PICTURE_BYTES = 3 * 32 * 32;

    /** As {@code batches.meta.txt} of CIFAR-10 lists them, in label order. */
    private static final List<String> CIFAR_10 =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private CifarReader() {}

    /** Whether a file of {@code size} bytes can be {@code labelBytes} and a picture over and over. */
    static boolean accepts(long size, int labelBytes) {
        return size > 0 && size % (labelBytes + PICTURE_BYTES) == 0;
    }

    static StoredDataset read10(DatasetDescriptor descriptor) {
        return read(descriptor, 1, 10, CIFAR_10);
    }

    static StoredDataset read100(DatasetDescriptor descriptor) {
        return read(descriptor, 2, 100, List.of());
    }

    private static StoredDataset read(
            DatasetDescriptor descriptor, int labelBytes, int classes, List<String> classNames) {
        Path file = descriptor.path();
        if (descriptor.layout().filter(l -> l != SampleLayout.CHW).isPresent()) {
            throw new VernierException("CIFAR file " + file + " is said to have layout "
                    + descriptor.layout().get() + " but holds plane after plane; write \"layout\": \"NCHW\"");
        }
        long length = DatasetFiles.size(file);
        int record = labelBytes + PICTURE_BYTES;
        if (!accepts(length, labelBytes)) {
            throw new VernierException("CIFAR file " + file + " has " + length
                    + " bytes, which is not a whole number of records of " + record + "; copy or download it again");
        }
        if (length / record > Integer.MAX_VALUE) {
            throw new VernierException("CIFAR file " + file + " holds more samples than can be used; split it");
        }
        FileBytes bytes = FileBytes.open(file);
        int[] labels = new int[(int) (length / record)];
        for (int i = 0; i < labels.length; i++) {
            long at = (long) i * record + labelBytes - 1;
            labels[i] = bytes.byteAt(at);
            if (labels[i] >= classes) {
                throw new VernierException("Label " + labels[i] + " of sample " + i + " (byte " + at + " of " + file
                        + ") is not one of " + classes + " classes; is it a CIFAR-" + classes + " file?");
            }
        }
        StoredSamples samples = new BufferSamples(
                bytes, labels.length, DataType.UINT8, PICTURE, ByteOrder.LITTLE_ENDIAN, labelBytes, record);
        return StoredDataset.of(samples, StoredTruth.ofLabels(labels), classNames, Optional.of(SampleLayout.CHW));
    }
}
