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
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
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
    void noSamplesOfAnImpossibleSizeAreAnError() {
        byte[] x = npy("<f4", false, "(0, 9999999999, 9999999999)", new byte[0]);
        assertThatThrownBy(() -> npzOf(Map.of("x", x)))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("9999999999×9999999999, more than any file could hold");
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
    void anArchiveWithoutSamplesIsNamedWithWhatIsThere() {
        assertThatThrownBy(() -> npzOf(Map.of("y", npy("<i8", false, "(2,)", longs(4, 0)))))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("has no array x (it has y)");
    }

    @Test
    void withoutXEveryArrayIsAnInputByItsName() {
        byte[] ids = npy("<i8", false, "(2, 3)", longs(101, 7592, 102, 101, 1L << 40, 102));
        FileDataset data = npzOf(Map.of("ids", ids, "mask", npy("|u1", false, "(2, 3)", bytes(1, 1, 0, 1, 1, 1))));
        assertThat(data.inputs())
                .containsExactlyInAnyOrder(
                        new TensorSpec("ids", DataType.INT64, Shape.of(3)),
                        new TensorSpec("mask", DataType.FLOAT32, Shape.of(3)));
        int at = data.inputs().get(0).name().equals("ids") ? 0 : 1;
        assertThat(data.batch(1, 1).get(at).toLongs()).containsExactly(101, 1L << 40, 102);
    }

    @Test
    void inputsOfAnotherNumberAreErrorsWithoutXAndLeftOutBesideIt() {
        byte[] three = npy("|u1", false, "(3,)", bytes(1, 2, 3));
        assertThatThrownBy(() -> npzOf(Map.of("a", X, "b", three)))
                .isInstanceOf(VernierException.class)
                .hasMessageMatching(".*array [ab] has [23] samples but array [ab] has [23].*");
        assertThat(npzOf(Map.of("x", X, "b", three)).inputs()).hasSize(1);
    }

    @Test
    void yOfFractionsOrOfSeveralNumbersHoldsTargets() {
        byte[] half = npy("<f4", false, "(2,)", floats(ByteOrder.LITTLE_ENDIAN, 0.5f, 1));
        FileDataset one = npzOf(Map.of("x", X, "y", half));
        assertThat(one.hasLabels()).isFalse();
        assertThat(one.target()).hasValueSatisfying(t -> assertThat(t.type()).isEqualTo(DataType.FLOAT32));
        assertThat(one.targets(1, 1).toFloats()).containsExactly(1);
        byte[] negative = npy("<f4", false, "(2, 1)", floats(ByteOrder.LITTLE_ENDIAN, -1, 1));
        assertThat(npzOf(Map.of("x", X, "y", negative)).targets(0, 2).toFloats())
                .containsExactly(-1, 1);
        byte[] tags = npy("<i8", false, "(2, 2)", longs(1, 0, 3, -100));
        FileDataset positions = npzOf(Map.of("x", X, "y", tags));
        assertThat(positions.target().orElseThrow().shape()).isEqualTo(Shape.of(2));
        assertThat(positions.targets(1, 1).toLongs()).containsExactly(3, -100);
    }

    @Test
    void labelsThatAreNoNumbersAreErrors() {
        byte[] nan = npy("<f4", false, "(2,)", floats(ByteOrder.LITTLE_ENDIAN, 1, Float.NaN));
        assertThatThrownBy(() -> npzOf(Map.of("x", X, "y", nan)))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("Label NaN of sample 1 (array y of d.npz)");
        byte[] negative = npy("<i8", false, "(2,)", longs(1, -1));
        assertThatThrownBy(() -> npzOf(Map.of("x", X, "y", negative))).hasMessageContaining("Label -1 of sample 1");
    }

    @Test
    void largeArraysAreReadInPlaceOrUnpackedBesideTheHeap() throws IOException {
        int size = 5 << 20;
        byte[] payload = new byte[4 * size];
        ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).putFloat(4 * 12_345, 6.5f);
        byte[] array = npy("<f4", false, "(" + size + ", 1)", payload);
        Path packed = write(folder.resolve("packed.npz"), npz(Map.of("x", array)));
        Path stored = write(folder.resolve("stored.npz"), storedNpz("x", array));
        Path gzip = write(folder.resolve("x.npy.gz"), DatasetFileBuilder.gzip(array));
        for (Path file : List.of(packed, stored, gzip)) {
            FileDataset data = DatasetReader.open(file);
            assertThat(data.size()).as(file.toString()).isEqualTo(size);
            assertThat(data.batch(12_344, 3).get(0).toFloats()).containsExactly(0, 6.5f, 0);
        }
        try (ZipFile zip = new ZipFile(stored.toFile())) {
            long place = ZipEntryPlace.of(stored, zip.getEntry("x.npy")).orElseThrow();
            assertThat(FileBytes.open(stored).slice(place, 6).get(1)).isEqualTo((byte) 'N');
        }
        try (ZipFile zip = new ZipFile(packed.toFile())) {
            assertThat(ZipEntryPlace.of(packed, zip.getEntry("x.npy"))).isEmpty();
        }
    }

    /** As numpy.savez writes it, uncompressed. */
    private static byte[] storedNpz(String name, byte[] array) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(all)) {
            ZipEntry first = new ZipEntry("before.npy");
            zip.putNextEntry(first);
            zip.write(npy("|u1", false, "(1,)", bytes(1)));
            zip.closeEntry();
            ZipEntry entry = new ZipEntry(name + ".npy");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(array.length);
            CRC32 crc = new CRC32();
            crc.update(array);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(array);
            zip.closeEntry();
        }
        return all.toByteArray();
    }

    @Test
    void labelsOfAnotherNumberAreErrors() {
        assertThatThrownBy(() -> npzOf(Map.of("x", X, "y", npy("<i8", false, "(3,)", longs(1, 2, 3)))))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("3 labels (array y of d.npz) for 2 samples");
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
