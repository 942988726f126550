package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Floats in the order they come, in blocks on the heap as long as they are few, after that in a temporary file: so a text file may be
 * larger than memory. First everything is added, then {@link #finished()} gives it to be read.
 */
final class FloatRows {
    private static final int BLOCK_BYTES = 1 << 20;

    private final String what;
    private final List<byte[]> full = new ArrayList<>();
    private ByteBuffer block = newBlock();
    private long bytes;
    private UnpackedBytes.TemporaryFile file;
    private FileChannel channel;

    FloatRows(String what) {
        this.what = what;
    }

    private static ByteBuffer newBlock() {
        return ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    void add(float value) throws IOException {
        if (!block.hasRemaining()) {
            put();
        }
        block.putFloat(value);
        bytes += Float.BYTES;
    }

    private void put() throws IOException {
        if (channel == null && UnpackedBytes.isLarge(bytes)) {
            file = UnpackedBytes.TemporaryFile.forBytes(bytes, what);
            channel = FileChannel.open(file.path(), StandardOpenOption.WRITE);
            for (byte[] b : full) {
                write(ByteBuffer.wrap(b));
            }
            full.clear();
        }
        block.flip();
        if (channel != null) {
            write(block);
            block.clear();
        } else {
            byte[] copy = new byte[block.remaining()];
            block.get(copy);
            full.add(copy);
            block.clear();
        }
    }

    private void write(ByteBuffer b) throws IOException {
        while (b.hasRemaining()) {
            channel.write(b);
        }
    }

    /** All of them, little-endian. */
    FileBytes finished() throws IOException {
        put();
        if (channel != null) {
            channel.close();
            return file.opened();
        }
        byte[] all = new byte[Math.toIntExact(bytes)];
        int at = 0;
        for (byte[] b : full) {
            System.arraycopy(b, 0, all, at, b.length);
            at += b.length;
        }
        return FileBytes.of(all);
    }

    /** Gives back what was taken, where reading has failed. */
    void discard() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new VernierException("The temporary file of " + what + " cannot be closed", e);
            } finally {
                file.remove();
            }
        }
    }
}
