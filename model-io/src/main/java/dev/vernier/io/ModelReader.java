package dev.vernier.io;

import dev.vernier.engine.VernierException;
import dev.vernier.io.keras.KerasReader;
import dev.vernier.io.onnx.OnnxReader;
import dev.vernier.io.tflite.TfliteReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Opens a model of any format: by what the file begins with, else by the ending of its name. */
public final class ModelReader {
    /** All formats; a new reader is added here. */
    private static final List<ModelFormat> FORMATS = List.of(new OnnxReader(), new TfliteReader(), new KerasReader());

    private ModelReader() {}

    public static List<ModelFormat> formats() {
        return FORMATS;
    }

    /**
     * Reads {@code file}.
     *
     * @throws VernierException naming the file and what to do, if it is missing, is no model, or is damaged
     */
    public static ImportedModel open(Path file) {
        byte[] head = head(file);
        return byContent(head)
                .or(() -> byName(file))
                .orElseThrow(() -> new VernierException(
                        file + " is not a model Vernier knows; it opens " + known() + adviceWords(file) + "."))
                .read(file);
    }

    /** Whether the name of {@code file} is a model's, of a format that is read here or of another. */
    public static boolean isNamedAsModel(Path file) {
        return byName(file).isPresent() || advice(file).isPresent();
    }

    /** Where {@code file} is a model of another program: how to get one that is read here, a sentence without its stop. */
    public static Optional<String> advice(Path file) {
        return ForeignModels.advice(file);
    }

    private static String adviceWords(Path file) {
        return advice(file).map(a -> ". " + a).orElse("");
    }

    private static Optional<ModelFormat> byContent(byte[] head) {
        return FORMATS.stream().filter(f -> f.recognises(head)).findFirst();
    }

    private static Optional<ModelFormat> byName(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return FORMATS.stream()
                .filter(f -> f.extensions().stream().anyMatch(name::endsWith))
                .findFirst();
    }

    private static String known() {
        return FORMATS.stream()
                .map(f -> f.name() + " (" + String.join(", ", f.extensions()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static byte[] head(Path file) {
        if (!Files.exists(file)) {
            throw new VernierException("There is no file " + file + "; check the path.");
        }
        if (Files.isDirectory(file)) {
            throw new VernierException(file + " is a folder, not a model"
                    + advice(file).map(a -> ". " + a + ".").orElse("; name the model file inside it."));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(ModelFormat.HEAD_BYTES);
            if (head.length == 0) {
                throw new VernierException(file + " is empty; export or copy the model again.");
            }
            return head;
        } catch (IOException e) {
            throw new VernierException(file + " cannot be read (" + e.getMessage() + "); check its permissions.", e);
        }
    }
}
