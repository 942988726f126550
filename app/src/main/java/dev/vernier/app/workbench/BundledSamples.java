package dev.vernier.app.workbench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The samples that come with the program, as {@code samples.json} among the bundled files lists them. Files that are packed in a jar are
 * copied to a temporary folder the first time one is needed, and removed when the program ends.
 */
public final class BundledSamples {
    private static final String FOLDER = "/dev/vernier/assets/";
    private static final String INDEX = "samples.json";
    private static final BundledSamples INSTANCE = new BundledSamples();

    private final Index index;
    private Path folder;

    private record Index(
            @JsonProperty("default") String defaultId,
            @JsonProperty("samples") List<BundledSample> samples,
            @JsonProperty("files") List<String> files) {}

    private BundledSamples() {
        try (InputStream in = BundledSamples.class.getResourceAsStream(FOLDER + INDEX)) {
            if (in == null) {
                throw new VernierException("The bundled samples are missing; install Vernier again");
            }
            index = JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build()
                    .readValue(in, Index.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, in the order they are offered. */
    public static List<BundledSample> all() {
        return List.copyOf(INSTANCE.index.samples());
    }

    /** The one that is open on first start. */
    public static BundledSample first() {
        return named(INSTANCE.index.defaultId()).orElseThrow();
    }

    public static Optional<BundledSample> named(String id) {
        return INSTANCE.index.samples().stream().filter(s -> s.id().equals(id)).findFirst();
    }

    /** A bundled file as a file. */
    static Path file(String name) {
        return INSTANCE.folder().resolve(name);
    }

    private synchronized Path folder() {
        if (folder == null) {
            try {
                URL url = BundledSamples.class.getResource(FOLDER + INDEX);
                folder = url.getProtocol().equals("file") ? Path.of(url.toURI()).getParent() : unpacked();
            } catch (IOException e) {
                throw new VernierException(
                        "The bundled samples cannot be unpacked (" + e.getMessage()
                                + "); free space in the temporary folder",
                        e);
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
        return folder;
    }

    private Path unpacked() throws IOException {
        Path temporary = Files.createTempDirectory("vernier-samples-");
        temporary.toFile().deleteOnExit();
        for (String name : index.files()) {
            Path copy = temporary.resolve(name);
            copy.toFile().deleteOnExit();
            try (InputStream in = BundledSamples.class.getResourceAsStream(FOLDER + name)) {
                if (in == null) {
                    throw new VernierException("Bundled file " + name + " is missing; install Vernier again");
                }
                Files.copy(in, copy);
            }
        }
        return temporary;
    }
}
