package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** How the readers of this package open files and what they say when that fails. */
final class DatasetFiles {
    private DatasetFiles() {}

    static VernierException unreadable(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new VernierException("Data set " + file + " does not exist; check the path", e);
        }
        if (e instanceof AccessDeniedException) {
            return new VernierException("Data set " + file + " is not readable; check its permissions", e);
        }
        if (e instanceof EOFException) {
            return new VernierException("Data set " + file + " ends too early; copy or download it again", e);
        }
        if (e instanceof ZipException) {
            return new VernierException(
                    "Data set " + file + " is damaged (" + e.getMessage() + "); copy or download it again", e);
        }
        return new VernierException("Data set " + file + " cannot be read (" + e.getMessage() + ")", e);
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Up to {@code count} bytes from the beginning of {@code file}, inflated if it is gzip. */
    static byte[] firstBytes(Path file, int count) {
        try (InputStream in = open(file)) {
            return in.readNBytes(count);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static boolean isGzip(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x1F && in.read() == 0x8B;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The contents of {@code file}, inflated if it is gzip. */
    static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1F && in.read() == 0x8B;
        in.reset();
        try {
            return gzip ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** The last part of a path, for messages and names. */
    static String fileName(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }
}
