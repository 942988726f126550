package dev.vernier.io;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Files that other programs keep networks in, told by their names, and how each becomes one that is read here. */
final class ForeignModels {
    private static final String TORCH =
            "It is PyTorch's own: export the model with torch.onnx.export and open the .onnx file";
    private static final String TENSORFLOW =
            "It is TensorFlow's own: convert the model with tf.lite.TFLiteConverter or tf2onnx and open the result";
    private static final String CORE_ML =
            "It is Core ML's: open the model that it was converted from, or its ONNX export";

    private static final Map<String, String> BY_ENDING = new LinkedHashMap<>();

    static {
        for (String torch : new String[] {".pt", ".pth", ".ckpt", ".pt2"}) {
            BY_ENDING.put(torch, TORCH);
        }
        BY_ENDING.put(".pb", TENSORFLOW);
        BY_ENDING.put(
                ".safetensors", "It holds weights without a network: export the model that they belong to as ONNX");
        BY_ENDING.put(".gguf", "It holds weights without a network: export the model that they belong to as ONNX");
        BY_ENDING.put(".mlmodel", CORE_ML);
        BY_ENDING.put(".mlpackage", CORE_ML);
    }

    private ForeignModels() {}

    /** What to do with {@code file} instead, as a sentence without its stop; empty for one that is no such file. */
    static Optional<String> advice(Path file) {
        if (Files.isRegularFile(file.resolve("saved_model.pb"))) {
            return Optional.of(TENSORFLOW);
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return BY_ENDING.entrySet().stream()
                .filter(e -> name.endsWith(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
