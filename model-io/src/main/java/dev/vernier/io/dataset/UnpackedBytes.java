package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes that lie packed in a file, unpacked: on the heap as long as they are few, else in a temporary file, so that a
 * packed data set may be larger than memory, too.
 */
final class UnpackedBytes {
    /** Deflate cannot make more than 1032 bytes of one; a header that says more than that is wrong. */
    private static final long LARGEST_INFLATION = 1032;

    private static final int LARGEST_ON_HEAP = 16 << 20;

    private UnpackedBytes() {}

    /** Whether so many bytes do not go on the heap. */
    static boolean isLarge(long bytes) {
        return bytes > LARGEST_ON_HEAP;
    }

    /**
     * Exactly {@code length} bytes, which must be all that {@code in} still holds.
     *
     * @param packedBytes bytes the data takes in the file, against which {@code length} is checked before room is taken
     * @param what what is read, for the message: {@code train-images.gz}, {@code array x of data.npz}
     */
    static FileBytes read(InputStream in, long length, long packedBytes, String what) throws IOException {
        if (length > packedBytes * LARGEST_INFLATION + 1024) {
            throw new VernierException("Data set " + what + " says it holds " + length + " bytes but takes only "
                    + packedBytes + " in the file; it is damaged, copy or download it again");
        }
        FileBytes bytes;
        if (isLarge(length)) {
            bytes = inTemporaryFile(in, length, what);
        } else {
            byte[] all = new byte[(int) length];
            checkLength(in.readNBytes(all, 0, all.length), length, what);
            bytes = FileBytes.of(all);
        }
        if (in.read() >= 0) {
            throw new VernierException("Data set " + what + " holds more than the " + length
                    + " bytes its header speaks of; copy or download it again");
        }
        return bytes;
    }

    private static void checkLength(long got, long length, String what) {
        if (got < length) {
            throw new VernierException("Data set " + what + " says it holds " + length + " bytes but ends after " + got
                    + "; copy or download it again");
        }
    }

    private static FileBytes inTemporaryFile(InputStream in, long length, String what) throws IOException {
        TemporaryFile file = TemporaryFile.forBytes(length, what);
        try (OutputStream out = Files.newOutputStream(file.path())) {
            byte[] block = new byte[1 << 16];
            long got = 0;
            while (got < length) {
                int n = in.read(block, 0, (int) Math.min(block.length, length - got));
                if (n < 0) {
                    break;
                }
                out.write(block, 0, n);
                got += n;
            }
            checkLength(got, length, what);
        } catch (IOException | RuntimeException e) {
            file.remove();
            throw e;
        }
        return file.opened();
    }

    /** A file that goes as soon as the system lets it. */
    record TemporaryFile(Path path) {
        /** @throws VernierException if there is no room for {@code bytes} */
        static TemporaryFile forBytes(long bytes, String what) throws IOException {
            Path path = Files.createTempFile("vernier-data-", ".bin");
            TemporaryFile file = new TemporaryFile(path);
            long free = Files.getFileStore(path).getUsableSpace();
            if (free < bytes) {
                file.remove();
                throw new VernierException("Data set " + what + " unpacks to " + (bytes >> 20) + " MB but only "
                        + (free >> 20) + " MB are free in " + path.getParent()
                        + "; make room or store it uncompressed (IDX or .npy), which is read in place");
            }
            return file;
        }

        /** Its bytes; on systems that allow it, the file itself is gone already. */
        FileBytes opened() throws IOException {
            FileBytes bytes = FileBytes.open(path);
            remove();
            return bytes;
        }

        void remove() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException inUse) {
                path.toFile().deleteOnExit();
            }
        }
    }
}
