package dev.vernier.io.export;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.io.onnx.OnnxWriter;
import java.nio.file.Path;

/** Writes quantized models for the runtimes. */
public final class ModelExport {
    private ModelExport() {}

    /**
     * Replaces {@code target}, or creates it; a failure leaves what was there.
     *
     * @throws VernierException if the model has no such form, or the file cannot be written
     */
    public static void write(ExportFormat format, QuantizedModel model, Path target) {
        if (format != ExportFormat.ONNX) {
            throw new VernierException(format.title() + " is not yet available; export to .onnx");
        }
        OnnxWriter.write(model, target);
    }
}
