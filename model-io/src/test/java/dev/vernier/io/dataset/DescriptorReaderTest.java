package dev.vernier.io.dataset;

import static dev.vernier.io.dataset.DatasetFileBuilder.bytes;
import static dev.vernier.io.dataset.DatasetFileBuilder.npy;
import static dev.vernier.io.dataset.DatasetFileBuilder.npz;
import static dev.vernier.io.dataset.DatasetFileBuilder.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorReaderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void dataBesideTheDescriptor() {
        byte[] x = npy("|u1", false, "(1, 1, 2, 3)", bytes(0, 51, 102, 153, 204, 255));
        byte[] y = npy("|u1", false, "(1,)", bytes(1));
        write(folder.resolve("in/d.npz"), npz(Map.of("x", x, "y", y)));
    }

    private FileDataset open(String json) {
        return DatasetReader.open(write(folder.resolve("in/some.dataset.json"), json));
    }

    @Test
    void everyChannelIsScaledThenCentredThenDivided() {
        FileDataset data = open(
                "{\"format\":\"npz\",\"path\":\"d.npz\",\"layout\":\"NHWC\",\"preprocess\":"
                        + "{\"scale\":0.00392156862745098,\"mean\":[0.5,0.25,0],\"std\":[0.5,1,2]},\"classes\":[\"no\",\"yes\"]}");
        assertThat(data.name()).isEqualTo("some");
        assertThat(data.classNames()).containsExactly("no", "yes");
        assertThat(data.batch(0, 1).get(0).toFloats()).containsExactly(-1f, -0.05f, 0.2f, 0.2f, 0.55f, 0.5f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1]|must be an object",
                "{\"path\":\"d.npz\"}|format is missing",
                "{\"format\":\"zip\",\"path\":\"d.npz\"}|format 'zip' is unknown; it is one of idx, npz, npy",
                "{\"format\":\"npz\"}|path is missing",
                "{\"format\":\"npz\",\"path\":\"e.npz\"}|path 'e.npz' does not exist beside the descriptor",
                "{\"format\":\"npz\",\"path\":\"../d.npz\"}|path '../d.npz' leaves the descriptor's folder",
                "{\"format\":\"npz\",\"path\":\"/etc/passwd\"}|leaves the descriptor's folder",
                "{\"format\":\"npz\",\"path\":\"d.npz\",\"layout\":\"NWH\"}|layout 'NWH' is unknown",
                "{\"format\":\"npz\",\"path\":\"d.npz\",\"layout\":\"HW\"}|layout HW but its samples are 1×2×3",
                "{\"format\":\"npz\",\"path\":\"d.npz\",\"scale\":1}|scale is unknown; known here are classes",
                "{\"format\":\"npz\",\"path\":\"d.npz\",\"preprocess\":{\"Mean\":1}}|preprocess.Mean is unknown",
                "{\"format\":\"npz\",\"path\":\"d.npz\",\"preprocess\":{\"std\":0}}|std 0.0 cannot be divided by",
                "{\"format\":\"npz\",\"path\":\"d.npz\",\"preprocess\":{\"mean\":[\"a\"]}}|preprocess.mean holds \"a\"",
                "{\"format\":\"npz\",\"path\":\"d.npz\",\"preprocess\":{\"mean\":[1,2]}}|3 channel(s)",
                "{\"format\":\"npz\",\"path\":\"d.npz\",\"preprocess\":{\"resize\":8}}|for the format images alone",
                "{\"format\":\"images\",\"path\":\"d.npz\",\"preprocess\":{\"resize\":0}}|preprocess.resize holds 0",
                "{\"format\":\"npz\",\"path\":\"d.npz\",\"preprocess\":{\"channelOrder\":\"RBG\"}}|it is RGB or BGR",
                "{\"format\":\"npz\",\"path\":\"d.npz\",\"labelsFrom\":\"name\"}|labelsFrom 'name' is unknown",
                "{\"format\":\"npz\",\"path\":\"d.npz\",\"classes\":[\"one\"]}|Label 1 of sample 0",
                "{\"format\":\"npz\",|is not JSON: line 1"
            })
    void mistakesAreNamedByTheirKey(String json, String message) {
        assertThatThrownBy(() -> open(json))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aLinkOutOfTheFolderIsNotFollowed() throws IOException {
        Path outside = write(folder.resolve("outside.npz"), Files.readAllBytes(folder.resolve("in/d.npz")));
        Files.createSymbolicLink(folder.resolve("in/link.npz"), outside);
        assertThatThrownBy(() -> open("{\"format\":\"npz\",\"path\":\"link.npz\"}"))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("is a link out of the descriptor's folder");
    }

    @Test
    void aMissingOrUnknownFileIsAnError() {
        assertThatThrownBy(() -> DatasetReader.open(folder.resolve("none.npz")))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("none.npz does not exist");
        assertThatThrownBy(() -> DatasetReader.open(write(folder.resolve("notes.txt"), "hello")))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("is of no known format");
        assertThatThrownBy(() -> DatasetReader.open(write(folder.resolve("empty.npz"), "")))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("is empty");
    }
}
