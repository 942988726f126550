package dev.vernier.io.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;

/**
 * Where in a zip archive the bytes of an entry lie that is stored as it is, so that they can be read in place: {@link java.util.zip} does
 * not tell. It is only asked about archives that {@link java.util.zip.ZipFile} has opened.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">PKWARE's .ZIP file format specification</a>
 */
final class ZipEntryPlace {
    private static final int END_SIGNATURE = 0x06054B50;
    private static final int END64_LOCATOR_SIGNATURE = 0x07064B50;
    private static final int DIRECTORY_SIGNATURE = 0x02014B50;
    private static final int LOCAL_SIGNATURE = 0x04034B50;
    private static final int END_BYTES = 22;
    private static final int END64_LOCATOR_BYTES = 20;
    private static final int DIRECTORY_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final long IN_EXTRA_FIELD = 0xFFFFFFFFL;
    private static final int EXTRA_64 = 1;

    private final FileBytes bytes;

    private ZipEntryPlace(FileBytes bytes) {
        this.bytes = bytes;
    }

    /** Byte offset of the entry's contents; empty where they are compressed or the archive is laid out in an unusual way. */
    static OptionalLong of(Path archive, ZipEntry entry) {
        if (entry.getMethod() != ZipEntry.STORED) {
            return OptionalLong.empty();
        }
        try {
            FileBytes bytes = FileBytes.open(archive);
            long at = new ZipEntryPlace(bytes).find(entry);
            return at >= 0 && at + entry.getSize() <= bytes.size() ? OptionalLong.of(at) : OptionalLong.empty();
        } catch (IndexOutOfBoundsException unusual) {
            return OptionalLong.empty();
        }
    }

    private ByteBuffer at(long offset, int length) {
        return bytes.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private long find(ZipEntry wanted) {
        long end = endOfDirectory();
        long next = end < 0 ? -1 : directory(end);
        while (next >= 0 && at(next, 4).getInt(0) == DIRECTORY_SIGNATURE) {
            ByteBuffer fixed = at(next, DIRECTORY_BYTES);
            int nameLength = fixed.getShort(28) & 0xFFFF;
            int extraLength = fixed.getShort(30) & 0xFFFF;
            int commentLength = fixed.getShort(32) & 0xFFFF;
            String name = StandardCharsets.UTF_8
                    .decode(at(next + DIRECTORY_BYTES, nameLength))
                    .toString();
            if (name.equals(wanted.getName())) {
                return contents(localHeader(fixed, at(next + DIRECTORY_BYTES + nameLength, extraLength)));
            }
            next += DIRECTORY_BYTES + nameLength + extraLength + commentLength;
        }
        return -1;
    }

    private long endOfDirectory() {
        int length = (int) Math.min(bytes.size(), END_BYTES + LONGEST_COMMENT);
        long from = bytes.size() - length;
        ByteBuffer tail = at(from, length);
        for (int i = length - END_BYTES; i >= 0; i--) {
            if (tail.getInt(i) == END_SIGNATURE) {
                return from + i;
            }
        }
        return -1;
    }

    private long directory(long end) {
        long offset = at(end, END_BYTES).getInt(16) & 0xFFFFFFFFL;
        if (offset != IN_EXTRA_FIELD) {
            return offset;
        }
        ByteBuffer locator = at(end - END64_LOCATOR_BYTES, END64_LOCATOR_BYTES);
        return locator.getInt(0) == END64_LOCATOR_SIGNATURE
                ? at(locator.getLong(8), 56).getLong(48)
                : -1;
    }

    /** The 64-bit field holds, in this order, those of size, compressed size and offset that do not fit 32 bits. */
    private static long localHeader(ByteBuffer fixed, ByteBuffer extra) {
        long offset = fixed.getInt(42) & 0xFFFFFFFFL;
        if (offset != IN_EXTRA_FIELD) {
            return offset;
        }
        int before = ((fixed.getInt(24) & 0xFFFFFFFFL) == IN_EXTRA_FIELD ? 8 : 0)
                + ((fixed.getInt(20) & 0xFFFFFFFFL) == IN_EXTRA_FIELD ? 8 : 0);
        for (int at = 0; at + 4 <= extra.limit(); at += 4 + (extra.getShort(at + 2) & 0xFFFF)) {
            if (extra.getShort(at) == EXTRA_64) {
                return extra.getLong(at + 4 + before);
            }
        }
        return -1;
    }

    private long contents(long header) {
        if (header < 0) {
            return -1;
        }
        ByteBuffer local = at(header, LOCAL_BYTES);
        return local.getInt(0) == LOCAL_SIGNATURE
                ? header + LOCAL_BYTES + (local.getShort(26) & 0xFFFF) + (local.getShort(28) & 0xFFFF)
                : -1;
    }
}
