package dev.vernier.io.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.io.ModelReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no Keras model, or no whole one: one sentence that names the file, says what, and what to do. */
class DamagedKerasFilesTest {
    @TempDir
    Path folder;

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] whole(String name) throws IOException {
        return Files.readAllBytes(KerasFilesTest.file(name));
    }

    private static void assertTold(Path file, String... parts) {
        assertThatThrownBy(() -> ModelReader.open(file))
                .isExactlyInstanceOf(VernierException.class)
                .message()
                .startsWith(file.toString())
                .contains(parts)
                .endsWith(".");
    }

    @Test
    void weightsWithoutANetwork() {
        assertTold(KerasFilesTest.file("weights_only.h5"), "holds weights only", "model.save");
    }

    @Test
    void hdf5OfAnotherKind() {
        assertTold(KerasFilesTest.file("other.h5"), "HDF5 file without a Keras model");
    }

    @Test
    void textUnderAKerasName() throws IOException {
        assertTold(write("model.h5", "import keras\n".getBytes(StandardCharsets.UTF_8)), "text file");
        assertTold(write("model.keras", "version https://git-lfs\n".getBytes(StandardCharsets.UTF_8)), "git lfs pull");
        assertTold(write("few.keras", new byte[] {1}), "neither an HDF5 file nor a Keras archive");
    }

    @Test
    void endsTooEarly() throws IOException {
        byte[] h5 = whole("keras2_twins.h5");
        assertTold(write("cut.h5", java.util.Arrays.copyOf(h5, h5.length - 1)), "ends after", "of its " + h5.length);
        byte[] archive = whole("keras3_images.keras");
        assertTold(
                write("cut.keras", java.util.Arrays.copyOf(archive, archive.length / 2)), "not a whole Keras archive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras2_twins.h5", "keras1_words.h5", "keras3_transformer.keras"})
    void everyPrefixIsTold(String name) throws IOException {
        byte[] bytes = whole(name);
        String ending = name.substring(name.lastIndexOf('.'));
        for (int length = 1; length < bytes.length; length += 397) {
            Path file = write("cut" + ending, java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> ModelReader.open(file)).isInstanceOf(VernierException.class);
        }
    }

    /** Bytes changed at random: the model opens, or what is wrong is told; nothing else is thrown and nothing hangs. */
    @ParameterizedTest
    @ValueSource(strings = {"keras2_twins.h5", "keras2_words.h5", "keras3_as_h5.h5", "keras3_transformer.keras"})
    void changedBytesAreSurvived(String name) throws IOException {
        byte[] bytes = whole(name);
        String ending = name.substring(name.lastIndexOf('.'));
        Random random = new Random(11);
        int told = 0;
        for (int round = 0; round < 100; round++) {
            byte[] changed = bytes.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                ModelReader.open(write("changed" + ending, changed));
            } catch (VernierException e) {
                assertThat(e.getMessage()).startsWith(folder.toString());
                told++;
            }
        }
        assertThat(told).isPositive();
    }

    private Path archive(String config) throws IOException {
        Path file = folder.resolve("model.keras");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            if (config != null) {
                zip.putNextEntry(new ZipEntry("config.json"));
                zip.write(config.getBytes(StandardCharsets.UTF_8));
            }
            zip.putNextEntry(new ZipEntry("model.weights.h5"));
            zip.write(whole("other.h5"));
        }
        return file;
    }

    @Test
    void archivesThatHoldNoModel() throws IOException {
        assertTold(archive(null), "without config.json");
        assertTold(archive("{"), "config.json is not valid JSON");
        assertTold(archive("[]"), "config.json is not a JSON object");
        assertTold(
                archive("{\"class_name\": \"MyModel\", \"config\": {}}"), "class MyModel", "Sequential or Functional");
    }

    private static String sequential(String layers) {
        return "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": [" + layers + "]}}";
    }

    @Test
    void configsThatContradictThemselves() throws IOException {
        String dense = "{\"class_name\": \"Dense\", \"config\": {\"name\": \"d\", \"units\": 2}}";
        String in = "{\"class_name\": \"InputLayer\", \"config\": {\"name\": \"x\", \"batch_shape\": [null, 3]}}";
        assertTold(archive(sequential("")), "has no layers");
        assertTold(archive(sequential(dense)), "does not say the shape of its input");
        assertTold(archive(sequential(in + "," + dense)), "holds no kernel for layer d");
        assertTold(archive(sequential(in + "," + dense + "," + dense)), "Two layers");
        String loop = "{\"class_name\": \"Functional\", \"config\": {\"name\": \"f\", \"layers\": ["
                + "{\"class_name\": \"Flatten\", \"name\": \"a\", \"config\": {}, \"inbound_nodes\": [[[\"b\", 0, 0, {}]]]},"
                + "{\"class_name\": \"Flatten\", \"name\": \"b\", \"config\": {}, \"inbound_nodes\": [[[\"a\", 0, 0, {}]]]}],"
                + "\"input_layers\": [], \"output_layers\": [[\"b\", 0, 0]]}}";
        assertTold(archive(loop), "reads what no layer answers");
    }
}
