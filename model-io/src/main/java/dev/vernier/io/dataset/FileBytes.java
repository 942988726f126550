package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The bytes of a file of any length, read where and when they are asked for, or held on the heap. Read-only; safe to read from several
 * threads.
 *
 * <p>A file is not mapped into memory: the pages that were read would count as this program's until the system wants them back, and a file
 * that another program cuts short would end this one.
 */
abstract class FileBytes {
    private static final int HASHED_AT_ONCE = 1 << 20;

    private final long size;

    private FileBytes(long size) {
        this.size = size;
    }

    /** Opens {@code file}; nothing is read before it is asked for. It is closed once nobody holds this any more. */
    static FileBytes open(Path file) {
        try {
            return new InFile(file, new RandomAccessFile(file.toFile(), "r"));
        } catch (IOException e) {
            throw DatasetFiles.unreadable(file, e);
        }
    }

    static FileBytes of(byte[] bytes) {
        return new OnHeap(bytes);
    }

    long size() {
        return size;
    }

    /** Bytes {@code from} up to {@code from + length}, for reading. */
    ByteBuffer slice(long from, int length) {
        if (from < 0 || length < 0 || from + length > size) {
            throw new IndexOutOfBoundsException(from + " + " + length + " of " + size);
        }
        return read(from, length);
    }

    /** The range lies within the bytes. */
    abstract ByteBuffer read(long from, int length);

    /** SHA-256 of all bytes, as hexadecimal. */
    String contentHash() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (long at = 0; at < size; at += HASHED_AT_ONCE) {
                sha.update(read(at, (int) Math.min(HASHED_AT_ONCE, size - at)));
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The byte at {@code at}, unsigned. */
    int byteAt(long at) {
        if (at < 0 || at >= size) {
            throw new VernierException("Byte " + at + " is behind the end of a file of " + size + " bytes");
        }
        return read(at, 1).get(0) & 0xFF;
    }

    private static final class OnHeap extends FileBytes {
        private final ByteBuffer bytes;

        OnHeap(byte[] bytes) {
            super(bytes.length);
            this.bytes = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }

        @Override
        ByteBuffer read(long from, int length) {
            return bytes.slice((int) from, length);
        }
    }

    private static final class InFile extends FileBytes {
        private final Path path;
        /** Not a channel, which a thread that is interrupted while it reads would close for all. */
        private final RandomAccessFile file;

        InFile(Path path, RandomAccessFile file) throws IOException {
            super(file.length());
            this.path = path;
            this.file = file;
        }

        @Override
        ByteBuffer read(long from, int length) {
            byte[] read = new byte[length];
            try {
                synchronized (file) {
                    file.seek(from);
                    file.readFully(read);
                }
            } catch (EOFException e) {
                throw new VernierException(
                        "Data set " + path + " has become shorter than the " + size()
                                + " bytes it had when it was opened; open it again",
                        e);
            } catch (IOException e) {
                throw DatasetFiles.unreadable(path, e);
            }
            return ByteBuffer.wrap(read);
        }
    }
}
