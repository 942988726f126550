package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Weights kept beside a model (ONNX external data). Only files inside the model's own folder are read, and only ranges that are inside
 * the file; the same range is read once however many tensors name it.
 */
final class OnnxExternalData implements AutoCloseable {
    private final Path folder;
    private final Map<Path, BesideFile> files = new HashMap<>();

    private OnnxExternalData(Path folder) {
        this.folder = folder;
    }

    /** For the model in {@code modelFile}. */
    static OnnxExternalData beside(Path modelFile) {
        Path parent = modelFile.toAbsolutePath().getParent();
        return new OnnxExternalData(parent == null ? modelFile.toAbsolutePath() : parent);
    }

    /** For a tensor that stands alone and may name no file. */
    static OnnxExternalData none() {
        return new OnnxExternalData(null);
    }

    /** Bytes of all files that were read from. */
    long fileBytes() {
        return files.values().stream().mapToLong(f -> f.size).sum();
    }

    /**
     * The bytes of {@code tensor}.
     *
     * @param expected how many its type and shape need
     * @throws VernierException naming file and tensor, if the file is missing, outside the model's folder or short
     */
    ByteBuffer bytes(TensorProto tensor, long expected) {
        String location = "";
        long offset = 0;
        long length = expected;
        for (StringStringEntryProto e : tensor.getExternalDataList()) {
            switch (e.getKey()) {
                case "location":
                    location = e.getValue();
                    break;
                case "offset":
                    offset = number(tensor, e);
                    break;
                case "length":
                    length = number(tensor, e);
                    break;
                default: // a checksum or a base path: not needed to find the bytes
            }
        }
        if (length != expected) {
            throw OnnxTensors.fail(
                    tensor, "its shape needs " + expected + " bytes but it names " + length + " of " + location);
        }
        Path file = inside(tensor, location);
        BesideFile beside = files.computeIfAbsent(file, f -> new BesideFile(f, tensor));
        return beside.range(tensor, offset, length);
    }

    private static long number(TensorProto tensor, StringStringEntryProto entry) {
        try {
            long n = Long.parseLong(entry.getValue().trim());
            if (n >= 0) {
                return n;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw OnnxTensors.fail(tensor, "its external " + entry.getKey() + " is \"" + entry.getValue() + "\"");
    }

    private Path inside(TensorProto tensor, String location) {
        if (folder == null || location.isEmpty()) {
            throw OnnxTensors.fail(tensor, "it says its data are in another file but not in which");
        }
        Path file;
        try {
            Path relative = Path.of(location);
            file = folder.resolve(relative).normalize();
            if (relative.isAbsolute() || !file.startsWith(folder.normalize())) {
                throw outside(tensor, location);
            }
        } catch (InvalidPathException e) {
            throw OnnxTensors.fail(tensor, "its data file is called \"" + location + "\"");
        }
        if (!Files.isRegularFile(file)) {
            throw new VernierException("The weights of tensor " + tensor.getName() + " are in " + file
                    + ", which does not exist; put that file beside the model.");
        }
        try {
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                throw outside(tensor, location);
            }
        } catch (IOException e) {
            throw new VernierException(file + " cannot be read (" + e.getMessage() + "); check its permissions.", e);
        }
        return file;
    }

    private static VernierException outside(TensorProto tensor, String location) {
        return new VernierException("Tensor " + tensor.getName() + " names " + location
                + ", which is outside the model's folder and is not opened; put the file beside the model and"
                + " export it with a relative name.");
    }

    @Override
    public void close() {
        for (BesideFile f : files.values()) {
            try {
                f.channel.close();
            } catch (IOException e) {
                // it was only read; nothing is lost
            }
        }
    }

    /** One file beside the model and the ranges read from it so far. */
    private static final class BesideFile {
        private record Range(long offset, long length) {}

        private final Path path;
        private final FileChannel channel;
        private final long size;
        private final Map<Range, ByteBuffer> ranges = new HashMap<>();
        private long bytesRead;

        BesideFile(Path path, TensorProto tensor) {
            this.path = path;
            try {
                channel = FileChannel.open(path, StandardOpenOption.READ);
                size = channel.size();
            } catch (IOException e) {
                throw new VernierException(
                        "The weights of tensor " + tensor.getName() + " cannot be read from " + path + " ("
                                + e.getMessage() + "); check its permissions.",
                        e);
            }
        }

        ByteBuffer range(TensorProto tensor, long offset, long length) {
            if (offset > size || length > size - offset) {
                throw new VernierException(path + " ends at byte " + size + " but tensor " + tensor.getName()
                        + " needs bytes " + offset + " to " + (offset + length) + "; copy the whole file again.");
            }
            Range range = new Range(offset, length);
            ByteBuffer known = ranges.get(range);
            if (known != null) {
                return known.duplicate();
            }
            bytesRead += length;
            if (bytesRead > size || length > Integer.MAX_VALUE - 8) {
                throw new VernierException("The tensors in " + path + " overlap or one is larger than 2 GB at tensor "
                        + tensor.getName() + "; export the model again.");
            }
            ByteBuffer bytes = read(offset, (int) length);
            ranges.put(range, bytes);
            return bytes.duplicate();
        }

        private ByteBuffer read(long offset, int length) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(length);
            try {
                while (bytes.hasRemaining()) {
                    if (channel.read(bytes, offset + bytes.position()) < 0) {
                        throw new IOException("it became shorter while it was read");
                    }
                }
            } catch (IOException e) {
                throw new VernierException(path + " cannot be read (" + e.getMessage() + "); copy it again.", e);
            }
            return bytes.flip();
        }
    }
}
