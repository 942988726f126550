package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.io.AtomicFile;
import java.nio.file.Path;

/** Writes a graph, quantized or not, as an ONNX model with its weights inside. */
public final class OnnxWriter {
    private OnnxWriter() {}

    /**
     * Replaces {@code target}, or creates it; a failure leaves what was there.
     *
     * @throws VernierException if an operation has no ONNX form, or the file cannot be written
     */
    public static void write(QuantizedModel model, Path target) {
        write(model(model), target);
    }

    /** As {@link #write(QuantizedModel, Path)}, of a graph as it is. */
    public static void write(Graph graph, Path target) {
        write(GraphToOnnx.convert(graph), target);
    }

    private static void write(OnnxMl.ModelProto model, Path target) {
        AtomicFile.write(target, model::writeTo);
    }

    /** The bytes of the model file. */
    public static byte[] toBytes(QuantizedModel model) {
        return model(model).toByteArray();
    }

    /** The bytes of the model file. */
    public static byte[] toBytes(Graph graph) {
        return GraphToOnnx.convert(graph).toByteArray();
    }

    /**
     * How many bytes the file has, without writing it.
     *
     * @throws VernierException if an operation has no ONNX form
     */
    public static long fileBytes(QuantizedModel model) {
        return model(model).getSerializedSize();
    }

    private static OnnxMl.ModelProto model(QuantizedModel model) {
        Graph laidOut = FloatWeightsKept.in(GridAfterMovement.restated(model.graph()));
        return GraphToOnnx.convert(ExportNames.shortened(laidOut, model.source()));
    }
}
