package dev.vernier.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An {@code .npz} for a test, array by array, as {@code numpy.savez_compressed} writes it. */
final class NpzFile {
    private final Map<String, byte[]> arrays = new LinkedHashMap<>();

    NpzFile floats(String name, String shape, float... values) {
        ByteBuffer b = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        b.asFloatBuffer().put(values);
        return array(name, "<f4", shape, b.array());
    }

    NpzFile longs(String name, String shape, long... values) {
        ByteBuffer b = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        b.asLongBuffer().put(values);
        return array(name, "<i8", shape, b.array());
    }

    private NpzFile array(String name, String descr, String shape, byte[] payload) {
        String header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        byte[] text =
                (header + " ".repeat(63 - (10 + header.length()) % 64) + "\n").getBytes(StandardCharsets.US_ASCII);
        arrays.put(
                name,
                ByteBuffer.allocate(10 + text.length + payload.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                        .putShort((short) text.length)
                        .put(text)
                        .put(payload)
                        .array());
        return this;
    }

    Path write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                zip.write(array.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }
}
