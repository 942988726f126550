package dev.vernier.io.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The {@code .keras} archive of Keras 3: a zip of {@code config.json}, {@code metadata.json} and {@code model.weights.h5}. Nothing is unpacked. */
final class KerasArchive {
    private static final int MAX_CONFIG_BYTES = 64 << 20;
    private static final int CHUNK_BYTES = 1 << 20;

    /** Deflate makes data at most this many times smaller; an entry that claims more is damaged or malicious. */
    private static final long MOST_COMPRESSION = 1100;

    private KerasArchive() {}

    static KerasFile open(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            JsonNode config = KerasFile.json(text(zip, "config.json"), "config.json");
            JsonNode metadata = zip.getEntry("metadata.json") == null
                    ? MissingNode.getInstance()
                    : KerasFile.json(text(zip, "metadata.json"), "metadata.json");
            return new KerasFile(config, metadata.path("keras_version").asText(""), "", weights(zip));
        } catch (ZipException e) {
            throw new VernierException(
                    "It is not a whole Keras archive (" + e.getMessage() + "); copy or save the model again.", e);
        } catch (IOException e) {
            throw new VernierException("It cannot be read (" + e.getMessage() + "); copy or save the model again.", e);
        }
    }

    private static KerasWeights weights(ZipFile zip) throws IOException {
        if (zip.getEntry("model.weights.h5") == null && zip.getEntry("model.weights.json") != null) {
            throw new VernierException(
                    "Its weights are split over several files; save the model without max_shard_size.");
        }
        return new LayerPathWeights(Hdf5File.of(bytes(zip, "model.weights.h5", Integer.MAX_VALUE - 8)));
    }

    private static String text(ZipFile zip, String name) throws IOException {
        return StandardCharsets.UTF_8.decode(bytes(zip, name, MAX_CONFIG_BYTES)).toString();
    }

    /** The content of an entry, outside the Java heap; its checksum is verified. */
    private static ByteBuffer bytes(ZipFile zip, String name, int atMost) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new VernierException(
                    "It is a zip file without " + name + ", so no Keras model; choose the file that model.save wrote.");
        }
        long size = entry.getSize();
        if (size < 0 || size > atMost || size > entry.getCompressedSize() * MOST_COMPRESSION + CHUNK_BYTES) {
            throw new VernierException("Its " + name + " claims " + size
                    + " bytes, which is too large or cannot be; copy or save the model again.");
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) size);
        CRC32 checksum = new CRC32();
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, Math.max(1, size))];
        try (InputStream in = zip.getInputStream(entry)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                if (n > bytes.remaining()) {
                    break;
                }
                bytes.put(chunk, 0, n);
                checksum.update(chunk, 0, n);
            }
        }
        if (bytes.hasRemaining() || (entry.getCrc() >= 0 && checksum.getValue() != entry.getCrc())) {
            throw new VernierException("Its " + name + " is damaged; copy or save the model again.");
        }
        return bytes.flip();
    }
}
