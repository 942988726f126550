package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The bytes of a file of any length, mapped into memory or held on the heap. Read-only; safe to read from several threads. */
final class FileBytes {
    private static final int SEGMENT_BYTES = 1 << 30;

    private final List<ByteBuffer> segments;
    private final long size;

    private FileBytes(List<ByteBuffer> segments, long size) {
        this.segments = segments;
        this.size = size;
    }

    /** Maps {@code file}; nothing is read before it is asked for. */
    static FileBytes map(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            List<ByteBuffer> segments = new ArrayList<>();
            for (long at = 0; at < size; at += SEGMENT_BYTES) {
                segments.add(channel.map(FileChannel.MapMode.READ_ONLY, at, Math.min(SEGMENT_BYTES, size - at)));
            }
            return new FileBytes(segments, size);
        } catch (IOException e) {
            throw DatasetFiles.unreadable(file, e);
        }
    }

    static FileBytes of(byte[] bytes) {
        return new FileBytes(List.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer()), bytes.length);
    }

    long size() {
        return size;
    }

    /** Bytes {@code from} up to {@code from + length}: a view, or a copy where the range crosses two segments. */
    ByteBuffer slice(long from, int length) {
        if (from < 0 || length < 0 || from + length > size) {
            throw new IndexOutOfBoundsException(from + " + " + length + " of " + size);
        }
        int segment = (int) Math.min(from / SEGMENT_BYTES, Math.max(0, segments.size() - 1));
        int offset = (int) (from - (long) segment * SEGMENT_BYTES);
        if (length == 0) {
            return ByteBuffer.allocate(0);
        }
        ByteBuffer first = segments.get(segment);
        if (offset + (long) length <= first.limit()) {
            return first.slice(offset, length);
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        int head = first.limit() - offset;
        joined.put(first.slice(offset, head));
        joined.put(slice(from + head, length - head));
        return joined.flip();
    }

    /** SHA-256 of all bytes, as hexadecimal. */
    String contentHash() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            segments.forEach(s -> sha.update(s.duplicate()));
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
        return segments.get((int) (at / SEGMENT_BYTES)).get((int) (at % SEGMENT_BYTES)) & 0xFF;
    }
}
