package dev.vernier.io.project;

import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that a project is about. Immutable.
 *
 * @param path absolute
 * @param sha256 of its contents, in hexadecimal; empty for a folder
 */
public record SavedFile(Path path, String sha256) {
    private static final int CHUNK = 1 << 20;
    private static final Map<Stamp, SavedFile> READ = new ConcurrentHashMap<>();

    /** A file as the file system describes it: while that is the same, its contents are not read again. */
    private record Stamp(Path path, long size, FileTime modified) {}

    /** How a file is found to be when a project is opened. */
    public enum State {
        SAME,
        CHANGED,
        MISSING
    }

    /**
     * The file as it is now; reads all of it, unless it was read before and has not been written since.
     *
     * @throws VernierException if it cannot be read
     */
    public static SavedFile of(Path file) {
        Path path = file.toAbsolutePath().normalize();
        try {
            Stamp now = new Stamp(path, Files.size(path), Files.getLastModifiedTime(path));
            return READ.computeIfAbsent(
                    now, stamp -> new SavedFile(path, digest(path).orElse("")));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Whether the file is still what it was; reads all of it. */
    public State state() {
        if (!Files.exists(path)) {
            return State.MISSING;
        }
        return digest(path).orElse("").equals(sha256) ? State.SAME : State.CHANGED;
    }

    private static Optional<String> digest(Path file) {
        if (Files.isDirectory(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream sha = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            byte[] chunk = new byte[CHUNK];
            while (sha.read(chunk) >= 0) {
                // the stream counts what passes
            }
            return Optional.of(HexFormat.of().formatHex(sha.getMessageDigest().digest()));
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static VernierException unreadable(Path file, IOException e) {
        return e instanceof NoSuchFileException
                ? new VernierException("File " + file + " does not exist any more; put it back", e)
                : new VernierException("File " + file + " cannot be read (" + e.getMessage() + "); check it", e);
    }
}
