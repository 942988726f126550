package dev.vernier.assets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code samples.json} promises is in the jar, complete, and small enough to bundle. */
class BundledSamplesTest {

    private static final int IDX_IMAGES = 0x0803;
    private static final int IDX_LABELS = 0x0801;
    private static final Map<String, Integer> SAMPLES_IN = Map.of("train", 700, "calibration", 300, "test", 797);
    private static final long LIMIT_BYTES = 6L << 20;

    @Test
    void theDefaultIsOneOfTheSamples() throws IOException {
        JsonNode index = json("samples.json");

        assertThat(texts(index.get("samples"), "id"))
                .doesNotHaveDuplicates()
                .contains(index.get("default").asText());
    }

    @Test
    void everySampleNamesFilesThatAreListed() throws IOException {
        JsonNode index = json("samples.json");
        List<String> listed = listedFiles(index);

        for (JsonNode sample : index.get("samples")) {
            assertThat(sample.get("title").asText()).isNotBlank();
            assertThat(sample.get("description").asText()).isNotBlank();
            for (String role : List.of("model", "test", "calibration")) {
                assertThat(listed)
                        .as("%s of %s", role, sample.get("id"))
                        .contains(sample.get(role).asText());
            }
        }
    }

    @Test
    void theListIsExactlyWhatIsBundled() throws IOException, URISyntaxException {
        Path folder = Path.of(
                        BundledSamplesTest.class.getResource("samples.json").toURI())
                .getParent();
        List<String> bundled = new ArrayList<>();
        long bytes = 0;
        try (var files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.endsWith(".class")) {
                    bundled.add(name);
                    bytes += Files.size(file);
                }
            }
        }

        assertThat(bundled).containsExactlyInAnyOrderElementsOf(listedFiles(json("samples.json")));
        assertThat(bytes).isLessThan(LIMIT_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "calibration", "test"})
    void aDescriptorNamesImagesWithTheirLabels(String part) throws IOException {
        JsonNode descriptor = json("digits-" + part + ".dataset.json");
        String images = descriptor.get("path").asText();
        int samples = SAMPLES_IN.get(part);

        assertThat(descriptor.get("format").asText()).isEqualTo("idx");
        assertThat(descriptor.get("classes")).hasSize(10);
        try (DataInputStream in = idx(images)) {
            assertThat(List.of(in.readInt(), in.readInt(), in.readInt(), in.readInt()))
                    .containsExactly(IDX_IMAGES, samples, 28, 28);
            assertThat(in.readAllBytes()).hasSize(samples * 28 * 28);
        }
        try (DataInputStream in = idx(images.replace("images-idx3", "labels-idx1"))) {
            assertThat(List.of(in.readInt(), in.readInt())).containsExactly(IDX_LABELS, samples);
            byte[] labels = in.readAllBytes();
            assertThat(labels).hasSize(samples);
            for (byte label : labels) {
                assertThat(label).isBetween((byte) 0, (byte) 9);
            }
        }
    }

    @Test
    void theSourceOfTheDigitsIsNamed() throws IOException {
        try (InputStream in = resource("ATTRIBUTION.md")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("Alpaydin", "Kaynak", "10.24432/C50P49", "CC BY 4.0");
        }
    }

    private static List<String> listedFiles(JsonNode index) {
        return StreamSupport.stream(index.get("files").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> texts(JsonNode rows, String field) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.get(field).asText())
                .toList();
    }

    private static JsonNode json(String name) throws IOException {
        try (InputStream in = resource(name)) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static DataInputStream idx(String name) throws IOException {
        return new DataInputStream(new GZIPInputStream(resource(name)));
    }

    private static InputStream resource(String name) {
        InputStream in = BundledSamplesTest.class.getResourceAsStream(name);
        assertThat(in).as("bundled file %s", name).isNotNull();
        return in;
    }
}
