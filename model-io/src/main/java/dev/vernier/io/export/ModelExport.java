package dev.vernier.io.export;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.onnx.OnnxWriter;
import dev.vernier.io.tflite.PortType;
import dev.vernier.io.tflite.TfliteWriter;
import java.nio.file.Path;

/** Writes quantized models for the runtimes. */
public final class ModelExport {
    private ModelExport() {}

    /**
     * Replaces {@code target}, or creates it; a failure leaves what was there.
     *
     * @param ports what a {@code .tflite} file takes and answers
     * @throws VernierException if the model has no such form, or the file cannot be written
     */
    public static void write(ExportFormat format, QuantizedModel model, PortType ports, Path target) {
        if (format == ExportFormat.TFLITE) {
            TfliteWriter.write(model, ports, target);
        } else if (format == ExportFormat.ONNX) {
            OnnxWriter.write(model, target);
        } else {
            throw new VernierException(format.title() + " is no model; export to .onnx or .tflite");
        }
    }

    /** {@code plan} with the rules of the runtime that {@code format} is for, where a model of that format obeys no others. */
    public static QuantPlan forFormat(ExportFormat format, QuantPlan plan) {
        return format == ExportFormat.TFLITE ? plan.withTarget(TargetRuntime.TFLITE) : plan;
    }
}
