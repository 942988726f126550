package dev.vernier.io.dataset;

import static dev.vernier.io.dataset.DatasetFileBuilder.bytes;
import static dev.vernier.io.dataset.DatasetFileBuilder.gzip;
import static dev.vernier.io.dataset.DatasetFileBuilder.idx;
import static dev.vernier.io.dataset.DatasetFileBuilder.longs;
import static dev.vernier.io.dataset.DatasetFileBuilder.npy;
import static dev.vernier.io.dataset.DatasetFileBuilder.npz;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.vernier.engine.VernierException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever bytes a file holds, it opens or says in a sentence why not. */
class DamagedDatasetsTest {
    private static final int TRIES = 150;

    @TempDir
    Path folder;

    /** A small valid file of the format, and a name it has. */
    private static byte[] valid(DatasetFormat format) throws IOException {
        switch (format) {
            case IDX:
                return idx(8, new int[] {3, 2, 2}, new byte[12]);
            case NPZ:
                return npz(Map.of(
                        "x",
                        npy("|u1", false, "(2, 3)", bytes(1, 2, 3, 4, 5, 6)),
                        "y",
                        npy("<i8", false, "(2,)", longs(0, 1))));
            case NPY:
                return npy("<f4", false, "(2, 3)", new byte[24]);
            case CIFAR10:
                return new byte[3073 * 2];
            case CIFAR100:
                return new byte[3074 * 2];
            case CSV:
                return "label,a,b\n1,0.5,2\n0,1,3\n".getBytes(StandardCharsets.UTF_8);
            case IMAGES:
                ByteArrayOutputStream png = new ByteArrayOutputStream();
                ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "png", png);
                return png.toByteArray();
            default:
                throw new IllegalArgumentException(format + " has no valid file here yet");
        }
    }

    private Path write(DatasetFormat format, byte[] content) throws IOException {
        String name = Map.of(
                        DatasetFormat.IDX, "t-images-idx3-ubyte",
                        DatasetFormat.CIFAR10, "b.bin",
                        DatasetFormat.CIFAR100, "b.bin",
                        DatasetFormat.IMAGES, "p/1.png")
                .getOrDefault(format, "d." + format.label());
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.write(file, content);
        return format == DatasetFormat.IMAGES ? file.getParent() : file;
    }

    @ParameterizedTest
    @EnumSource(DatasetFormat.class)
    void theValidFileOpens(DatasetFormat format) throws IOException {
        FileDataset data = DatasetReader.open(write(format, valid(format)));
        assertThat(data.batch(0, data.size())).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(DatasetFormat.class)
    void aCutOrChangedFileOpensOrIsRefused(DatasetFormat format) throws IOException {
        Random random = new Random(format.ordinal());
        byte[] whole = valid(format);
        for (int i = 0; i < TRIES; i++) {
            openOrRefuse(format, damaged(whole, random), i);
        }
    }

    @Test
    void aCutOrChangedGzipFileOpensOrIsRefused() throws IOException {
        Random random = new Random(1);
        byte[] whole = gzip(valid(DatasetFormat.IDX));
        for (int i = 0; i < TRIES; i++) {
            openOrRefuse(DatasetFormat.IDX, damaged(whole, random), i);
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] copy = random.nextInt(3) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        for (int changes = random.nextInt(4); changes > 0 && copy.length > 0; changes--) {
            copy[random.nextInt(Math.min(copy.length, 200))] = (byte) random.nextInt(256);
        }
        return copy;
    }

    private void openOrRefuse(DatasetFormat format, byte[] content, int attempt) throws IOException {
        Path file = write(format, content);
        try {
            FileDataset data = DatasetReader.open(file);
            assertThat(data.batch(0, data.size())).hasSize(1);
        } catch (VernierException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(format + ", attempt " + attempt + ": " + e, e);
        }
    }
}
