package dev.vernier.io;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The reference models and data beside the working copy; tests that need them are skipped where they are absent. */
public final class SharedReference {
    private SharedReference() {}

    /** The file at {@code path} below the reference folder; aborts the running test if there is none. */
    public static Path file(String path) {
        String shared = System.getProperty("vernier.shared");
        Path file =
                shared == null ? Path.of("..", "..", "shared", "reference", path) : Path.of(shared, "reference", path);
        Assumptions.assumeTrue(
                Files.exists(file),
                () -> "no reference material at " + file.toAbsolutePath().normalize());
        return file;
    }
}
