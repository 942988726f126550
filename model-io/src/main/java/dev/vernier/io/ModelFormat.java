package dev.vernier.io;

import java.nio.file.Path;
import java.util.List;

/** One file format that networks come in. */
public interface ModelFormat {
    /** Bytes of a file's beginning that {@link #recognises} is given, if the file has as many. */
    int HEAD_BYTES = 64;

    /** As people call it: {@code ONNX}. */
    String name();

    /** Endings of file names, lower case, with the dot. */
    List<String> extensions();

    /** Whether a file that begins with {@code head} is surely in this format, whatever its name. */
    boolean recognises(byte[] head);

    /**
     * Reads a model and brings it into its normal form.
     *
     * @throws dev.vernier.engine.VernierException naming the file, if it cannot be read
     */
    ImportedModel read(Path file);
}
