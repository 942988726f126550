package dev.vernier.io;

import dev.vernier.engine.VernierException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file beside its target and moves it into place, so that no reader ever sees half of it and a failure leaves the old one. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes all bytes of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Replaces {@code target}, or creates it. A symbolic link stays one: what it points to is replaced.
     *
     * @throws VernierException if the target cannot be written; what was there before is still there
     */
    public static void write(Path target, Content content) {
        Path beside = null;
        try {
            Path place = place(target);
            beside = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID() + ".part");
            try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW), 1 << 16)) {
                content.writeTo(out);
            }
            moveIntoPlace(beside, place);
            beside = null;
        } catch (IOException e) {
            throw new VernierException("Cannot write " + target + ": " + reason(target, e), e);
        } finally {
            deleteQuietly(beside);
        }
    }

    /**
     * Finds out before long work whether its result could be written.
     *
     * @throws VernierException if it could not be
     */
    public static void requireWritable(Path target) {
        try {
            Path folder = place(target).getParent();
            if (!Files.isDirectory(folder)) {
                throw new NoSuchFileException(folder.toString());
            }
            if (!Files.isWritable(folder)) {
                throw new AccessDeniedException(folder.toString());
            }
        } catch (IOException e) {
            throw new VernierException("Cannot write " + target + ": " + reason(target, e), e);
        }
    }

    /** Where the bytes go. */
    private static Path place(Path target) throws IOException {
        Path place = Files.isSymbolicLink(target) ? target.toRealPath() : target.toAbsolutePath();
        if (Files.isDirectory(place)) {
            throw new VernierException("Cannot write " + target + ": it is a folder; name a file in it");
        }
        if (Files.exists(place) && !Files.isWritable(place)) {
            throw new VernierException("Cannot write " + target + ": it is read-only; choose another file");
        }
        return place;
    }

    private static void moveIntoPlace(Path beside, Path place) throws IOException {
        try {
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(beside, place, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String reason(Path target, IOException e) {
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
            return folder + " is a file, not a folder; choose another place";
        }
        if (e instanceof NoSuchFileException) {
            return folder != null && Files.exists(folder)
                    ? "no file can be made in its folder; choose another"
                    : "its folder does not exist; create " + folder;
        }
        if (e instanceof AccessDeniedException) {
            return "its folder is not writable; choose another";
        }
        return e.getMessage() + "; free some space or choose another place";
    }

    private static void deleteQuietly(Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                file.toFile().deleteOnExit();
            }
        }
    }
}
