package dev.vernier.io.dataset;

import static dev.vernier.io.dataset.DatasetFileBuilder.bytes;
import static dev.vernier.io.dataset.DatasetFileBuilder.floats;
import static dev.vernier.io.dataset.DatasetFileBuilder.gzip;
import static dev.vernier.io.dataset.DatasetFileBuilder.idx;
import static dev.vernier.io.dataset.DatasetFileBuilder.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Shape;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxReaderTest {
    private static final byte[] TWO_PICTURES = idx(8, new int[] {2, 1, 3}, bytes(0, 1, 2, 253, 254, 255));
    private static final byte[] TWO_LABELS = idx(8, new int[] {2}, bytes(7, 3));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "t-images-idx3-ubyte, t-labels-idx1-ubyte, false, false",
        "t-images-idx3-ubyte.gz, t-labels-idx1-ubyte.gz, true, true",
        "t-images-idx3-ubyte.gz, t-labels-idx1-ubyte, true, false",
        "t-images.idx3-ubyte, t-labels.idx1-ubyte, false, false"
    })
    void findsTheLabelsBesideTheImages(String images, String labels, boolean gzipImages, boolean gzipLabels) {
        Path file = write(folder.resolve(images), gzipImages ? gzip(TWO_PICTURES) : TWO_PICTURES);
        write(folder.resolve(labels), gzipLabels ? gzip(TWO_LABELS) : TWO_LABELS);

        FileDataset data = DatasetReader.open(file);

        assertThat(data.size()).isEqualTo(2);
        assertThat(data.inputs().get(0).shape()).isEqualTo(Shape.of(1, 3));
        assertThat(data.batch(0, 2).get(0).toFloats()).containsExactly(0, 1, 2, 253, 254, 255);
        assertThat(data.batch(1, 1).get(0).toFloats()).containsExactly(253, 254, 255);
        assertThat(data.label(0)).hasValue(7);
        assertThat(data.label(1)).hasValue(3);
    }

    @Test
    void withoutALabelsFileThereAreNoLabels() {
        FileDataset data = DatasetReader.open(write(folder.resolve("t-images-idx3-ubyte"), TWO_PICTURES));
        assertThat(data.hasLabels()).isFalse();
    }

    @Test
    void readsBigEndianFloats() {
        byte[] file = idx(0x0D, new int[] {2, 2}, floats(ByteOrder.BIG_ENDIAN, 1.5f, -2f, 3f, 4f));
        FileDataset data = DatasetReader.open(write(folder.resolve("f-images-idx2-float"), file));
        assertThat(data.batch(0, 2).get(0).toFloats()).containsExactly(1.5f, -2f, 3f, 4f);
    }

    @Test
    void aTruncatedFileIsNamedWithItsBytes() {
        byte[] cut = java.util.Arrays.copyOf(TWO_PICTURES, TWO_PICTURES.length - 1);
        Path file = write(folder.resolve("t-images-idx3-ubyte"), cut);
        assertThatThrownBy(() -> DatasetReader.open(file))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("t-images-idx3-ubyte")
                .hasMessageContaining("ends at byte 21")
                .hasMessageContaining("22 bytes");
    }

    @Test
    void aTruncatedGzipFileIsAnError() {
        byte[] whole = gzip(TWO_PICTURES);
        Path file = write(folder.resolve("t-images-idx3-ubyte.gz"), java.util.Arrays.copyOf(whole, whole.length - 12));
        assertThatThrownBy(() -> DatasetReader.open(file))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("copy or download it again");
    }

    @Test
    void aHeaderThatPromisesMoreThanTheFileCanHoldTakesNoMemory() {
        Path file = write(
                folder.resolve("t-images-idx3-ubyte.gz"), gzip(idx(8, new int[] {1 << 20, 32, 32}, bytes(1, 2, 3))));
        assertThatThrownBy(() -> DatasetReader.open(file))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("says it holds 1073741824 bytes but takes only");
    }

    @Test
    void dimensionsWhoseProductOverflowsAreAnError() {
        Path file = write(folder.resolve("t-images-idx3-ubyte"), idx(8, new int[] {1, -1, -1, -1}, bytes(1, 2, 3)));
        assertThatThrownBy(() -> DatasetReader.open(file))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("more than fits in memory");
    }

    @Test
    void labelsOfAnotherLengthAreAnError() {
        Path file = write(folder.resolve("t-images-idx3-ubyte"), TWO_PICTURES);
        write(folder.resolve("t-labels-idx1-ubyte"), idx(8, new int[] {3}, bytes(1, 2, 3)));
        assertThatThrownBy(() -> DatasetReader.open(file))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("3 labels (t-labels-idx1-ubyte) for 2 samples (t-images-idx3-ubyte)");
    }

    @Test
    void negativeLabelsAreAnError() {
        Path file = write(folder.resolve("t-images-idx3-ubyte"), TWO_PICTURES);
        write(folder.resolve("t-labels-idx1-ubyte"), idx(9, new int[] {2}, bytes(1, -2)));
        assertThatThrownBy(() -> DatasetReader.open(file))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("Label -2 of sample 1");
    }

    @Test
    void aLabelsFileGivenAsDataIsNamedAsSuch() {
        Path file = write(folder.resolve("t-labels-idx1-ubyte"), TWO_LABELS);
        assertThatThrownBy(() -> DatasetReader.open(file))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("give the images file");
    }

    @Test
    void aWrongMagicNumberIsAnError() {
        Path file = write(folder.resolve("t-images-idx3-ubyte"), bytes(9, 9, 8, 3, 0, 0, 0, 0));
        assertThatThrownBy(() -> DatasetReader.open(file))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("is not an IDX file: it begins with [9, 9, 8, 3]");
    }
}
