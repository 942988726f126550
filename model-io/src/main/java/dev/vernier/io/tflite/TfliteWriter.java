package dev.vernier.io.tflite;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.io.AtomicFile;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a graph, quantized or not, as a TensorFlow Lite model. Images are {@code [N, H, W, C]} in the file, whatever the graph has.
 */
public final class TfliteWriter {
    private TfliteWriter() {}

    /**
     * Replaces {@code target}, or creates it; a failure leaves what was there.
     *
     * @throws VernierException if an operation has no TensorFlow Lite form, {@code ports} does not suit the plan, or the file cannot be
     *     written
     */
    public static void write(QuantizedModel model, PortType ports, Path target) {
        byte[] bytes = toBytes(model, ports);
        AtomicFile.write(target, out -> out.write(bytes));
    }

    /** The bytes of the model file. */
    public static byte[] toBytes(QuantizedModel model, PortType ports) {
        return GraphToTflite.convert(model.graph(), ports).bytes();
    }

    /** The bytes of the model file of a graph as it is. */
    public static byte[] toBytes(Graph graph) {
        return GraphToTflite.convert(graph, PortType.FLOAT32).bytes();
    }

    /**
     * How many bytes the file has, without writing it.
     *
     * @throws VernierException as {@link #toBytes(QuantizedModel, PortType)}
     */
    public static long fileBytes(QuantizedModel model) {
        return toBytes(model, PortType.FLOAT32).length;
    }

    /** How the file's inputs stand to the graph's, in order. */
    public static List<TflitePort> inputs(Graph graph) {
        return GraphToTflite.convert(graph, PortType.FLOAT32).inputs();
    }

    /** How the file's outputs stand to the graph's, in order. */
    public static List<TflitePort> outputs(Graph graph) {
        return GraphToTflite.convert(graph, PortType.FLOAT32).outputs();
    }
}
