package dev.vernier.io.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a Keras file holds, whichever its container.
 *
 * @param config {@code {"class_name": …, "config": …}}
 * @param version of Keras that wrote it; empty where the file does not say
 * @param backend Keras ran on; empty where the file does not say
 */
record KerasFile(JsonNode config, String version, String backend, KerasWeights weights) {
    private static final ObjectMapper JSON = new ObjectMapper();

    boolean isKeras3() {
        return version.startsWith("3");
    }

    /** @throws VernierException if it is neither container, is damaged, or holds no network */
    static KerasFile open(Path file) {
        byte[] head = new byte[8];
        ByteBuffer start = read(file, head.length);
        start.get(head, 0, start.remaining());
        if (Hdf5File.isHdf5(head)) {
            return ofHdf5(Hdf5File.of(read(file, Integer.MAX_VALUE)));
        }
        if (head[0] == 'P' && head[1] == 'K') {
            return KerasArchive.open(file);
        }
        throw new VernierException(whyUnknown(head));
    }

    private static String whyUnknown(byte[] head) {
        for (byte b : head) {
            if (b < 0x20 && b != '\n' && b != '\r' && b != '\t') {
                return "It is neither an HDF5 file nor a Keras archive, or its beginning is damaged; save the model with"
                        + " model.save(\"name.keras\") or model.save(\"name.h5\").";
            }
        }
        return new String(head, StandardCharsets.US_ASCII).equals("version ")
                ? "It is a Git LFS pointer, not the model; fetch the model with git lfs pull."
                : "It is a text file, not a Keras model; choose the file that model.save wrote.";
    }

    private static KerasFile ofHdf5(Hdf5File file) {
        String config = file.text("", "model_config").orElseThrow(() -> new VernierException(whyNoConfig(file)));
        String root = file.hasGroup("model_weights") ? "model_weights" : "";
        return new KerasFile(
                json(config, "model_config"),
                file.text("", "keras_version")
                        .or(() -> file.text(root, "keras_version"))
                        .orElse(""),
                file.text("", "backend").or(() -> file.text(root, "backend")).orElse(""),
                new LayerNameWeights(file, root));
    }

    private static String whyNoConfig(Hdf5File file) {
        boolean weights = file.texts("", "layer_names").isPresent()
                || file.hasGroup("layers")
                || file.hasGroup("_layer_checkpoint_dependencies");
        return weights
                ? "It holds weights only, not the network; load them into the model in Keras and save the whole model with"
                        + " model.save."
                : "It is an HDF5 file without a Keras model; choose the file that model.save wrote.";
    }

    /** The object that {@code text} is. */
    static JsonNode json(String text, String what) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json != null && json.isObject()) {
                return json;
            }
            throw new VernierException("Its " + what + " is not a JSON object; save the model again.");
        } catch (JsonProcessingException e) {
            throw new VernierException(
                    "Its " + what + " is not valid JSON (" + e.getOriginalMessage() + "); save the model again.", e);
        }
    }

    /** The first bytes of {@code file}, outside the Java heap; not mapped, because a mapped file that is overwritten takes the process down. */
    private static ByteBuffer read(Path file, int atMost) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE - 8) {
                throw new VernierException(
                        "It is larger than 2 GB, which Vernier does not open; save the model without its"
                                + " optimizer (include_optimizer=False).");
            }
            ByteBuffer bytes = ByteBuffer.allocateDirect((int) Math.min(channel.size(), atMost));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until all is there
            }
            return bytes.flip();
        } catch (IOException e) {
            throw new VernierException("It cannot be read (" + e.getMessage() + "); check its permissions.", e);
        }
    }
}
