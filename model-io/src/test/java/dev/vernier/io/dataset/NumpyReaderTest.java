package dev.vernier.io.dataset;

import static dev.vernier.io.dataset.DatasetFileBuilder.bytes;
import static dev.vernier.io.dataset.DatasetFileBuilder.floats;
import static dev.vernier.io.dataset.DatasetFileBuilder.longs;
import static dev.vernier.io.dataset.DatasetFileBuilder.npy;
import static dev.vernier.io.dataset.DatasetFileBuilder.npz;
import static dev.vernier.io.dataset.DatasetFileBuilder.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Shape;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .npy} and {@code .npz}. */
class NumpyReaderTest {
    private static final byte[] X = npy("|u1", false, "(2, 2, 2)", bytes(1, 2, 3, 4, 5, 6, 7, 255));

    @TempDir
    Path folder;

    private FileDataset npzOf(Map<String, byte[]> arrays) {
        return DatasetReader.open(write(folder.resolve("d.npz"), npz(arrays)));
    }

    @Test
    void xHoldsTheSamplesAndYTheClasses() {
        FileDataset data = npzOf(Map.of("x", X, "y", npy("<i8", false, "(2,)", longs(4, 0))));
        assertThat(data.inputs().get(0).shape()).isEqualTo(Shape.of(2, 2));
        assertThat(data.batch(1, 1).get(0).toFloats()).containsExactly(5, 6, 7, 255);
        assertThat(data.label(0)).hasValue(4);
    }

    @Test
    void yMayBeAColumnOfFloats() {
        byte[] y = npy("<f4", false, "(2, 1)", floats(ByteOrder.LITTLE_ENDIAN, 1, 2));
        assertThat(npzOf(Map.of("x", X, "y", y)).label(1)).hasValue(2);
    }

    @Test
    void xWithoutYHasNoLabels() {
        assertThat(npzOf(Map.of("x", X)).hasLabels()).isFalse();
    }

    @Test
    void anNpyFileIsReadInPlaceInEitherByteOrder() {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            String descr = order == ByteOrder.BIG_ENDIAN ? ">f4" : "<f4";
            Path file = write(
                    folder.resolve(descr.charAt(0) == '>' ? "big.npy" : "little.npy"),
                    npy(descr, false, "(2, 2)", floats(order, 0.5f, 1, 2, -3)));
            assertThat(DatasetReader.open(file).batch(0, 2).get(0).toFloats()).containsExactly(0.5f, 1, 2, -3);
        }
    }

    @Test
    void aMissingXIsNamedWithWhatIsThere() {
        assertThatThrownBy(() -> npzOf(Map.of("images", X)))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("has no array x (it has images)");
    }

    @Test
    void labelsThatAreNoClassNumbersAreErrors() {
        byte[] nan = npy("<f4", false, "(2,)", floats(ByteOrder.LITTLE_ENDIAN, 1, Float.NaN));
        assertThatThrownBy(() -> npzOf(Map.of("x", X, "y", nan)))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("Label NaN of sample 1 (array y of d.npz)");
        byte[] half = npy("<f4", false, "(2,)", floats(ByteOrder.LITTLE_ENDIAN, 0.5f, 1));
        assertThatThrownBy(() -> npzOf(Map.of("x", X, "y", half))).hasMessageContaining("Label 0.5 of sample 0");
    }

    @Test
    void labelsOfAnotherNumberOrShapeAreErrors() {
        assertThatThrownBy(() -> npzOf(Map.of("x", X, "y", npy("<i8", false, "(3,)", longs(1, 2, 3)))))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("3 labels (array y of d.npz) for 2 samples");
        assertThatThrownBy(() -> npzOf(Map.of("x", X, "y", npy("<i8", false, "(2, 2)", longs(1, 0, 0, 1)))))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("y.argmax(axis=1)");
    }

    @Test
    void arraysThatCannotBeReadSayWhatToSaveInstead() {
        assertThatThrownBy(() -> npzOf(Map.of("x", npy("<c8", false, "(1,)", new byte[8]))))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("elements of type c8");
        assertThatThrownBy(() -> npzOf(Map.of("x", npy("<f4", true, "(2, 2)", new byte[16]))))
                .hasMessageContaining("ascontiguousarray");
        assertThatThrownBy(() -> npzOf(Map.of("x", bytes('h', 'e', 'l', 'l', 'o'))))
                .hasMessageContaining("does not begin as an array");
    }

    @Test
    void shapesThatSayMoreThanTheFileHoldsTakeNoMemory() {
        assertThatThrownBy(() -> npzOf(Map.of("x", npy("|u1", false, "(1000000000,)", bytes(1)))))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("says it holds 1000000000 bytes but takes only");
        assertThatThrownBy(() -> npzOf(Map.of("x", npy("<f8", false, "(4000000000, 4000000000)", bytes(1)))))
                .hasMessageContaining("more than any file could hold");
        Path npy = write(folder.resolve("short.npy"), npy("|u1", false, "(3, 2)", bytes(1, 2)));
        assertThatThrownBy(() -> DatasetReader.open(npy))
                .hasMessageContaining("shape 3×2 needs 6 bytes behind its header but has 2");
    }

    @Test
    void anArchiveThatIsNoneIsAnError() {
        Path text = write(folder.resolve("d.npz"), "not an archive");
        assertThatThrownBy(() -> DatasetReader.open(text))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("is no zip archive");
        byte[] cut = npz(Map.of("x", X));
        Path damaged = write(folder.resolve("cut.npz"), java.util.Arrays.copyOf(cut, cut.length - 30));
        assertThatThrownBy(() -> DatasetReader.open(damaged)).isInstanceOf(VernierException.class);
    }

    @Test
    void noSamplesAtAllIsAnError() {
        assertThatThrownBy(() -> npzOf(Map.of("x", npy("|u1", false, "(0, 4)", new byte[0]))))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("holds no samples");
    }
}
