package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Graph;
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
    public static void write(Graph graph, Path target) {
        OnnxMl.ModelProto model = GraphToOnnx.convert(graph);
        AtomicFile.write(target, model::writeTo);
    }

    /** The bytes of the model file. */
    public static byte[] toBytes(Graph graph) {
        return GraphToOnnx.convert(graph).toByteArray();
    }
}
