package dev.vernier.engine.quantize;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many bytes a model takes in the file that its target runs: codes, scales, zero points and biases, and the structure around them. Told
 * from names, types and shapes in microseconds, without writing anything; tests hold it against the files themselves.
 */
public final class FileSize {
    /** What one file format takes for the parts of a graph. */
    interface Format {
        /** What the file has once: header, inputs and outputs. */
        long frame();

        /** A node and what only it needs. */
        long node(Node node);

        /** A constant; asked once for each. */
        long constant(String name, TensorData data);
    }

    /** The part of a lowered graph that a layer brought: nodes from {@code from} up to {@code to}. */
    record Span(String layer, int from, int to) {}

    private FileSize() {}

    /** Bytes of the float model in the file format of {@code target}; for research, of its float32 numbers alone. */
    public static long ofFloat(Graph graph, TargetRuntime target) {
        if (target == TargetRuntime.RESEARCH) {
            return graph.constants().values().stream()
                    .filter(c -> c.type().isFloating())
                    .mapToLong(c -> DataType.FLOAT32.bytesFor(c.elementCount()))
                    .sum();
        }
        List<Span> spans = new ArrayList<>();
        graph.inputs().forEach(i -> spans.add(new Span(i.name(), 0, 0)));
        for (int i = 0; i < graph.nodes().size(); i++) {
            spans.add(new Span(graph.nodes().get(i).name(), i, i + 1));
        }
        return byLayer(graph, graph, spans, target).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /**
     * Bytes by layer; the frame counts with the first. A constant counts with the first layer that reads it.
     *
     * @param spans one for each {@link Layer}, in order
     */
    static Map<String, Long> byLayer(Graph source, Graph lowered, List<Span> spans, TargetRuntime target) {
        Format format = format(source, lowered, target);
        Map<String, Long> bytes = new HashMap<>();
        Set<String> counted = new HashSet<>();
        long pending = format.frame();
        for (Span span : spans) {
            long sum = pending;
            pending = 0;
            for (int i = span.from(); i < span.to(); i++) {
                Node node = lowered.nodes().get(i);
                sum += format.node(node);
                for (String operand : node.inputs()) {
                    TensorData constant = lowered.constants().get(operand);
                    if (constant != null && counted.add(operand)) {
                        sum += format.constant(operand, constant);
                    }
                }
            }
            bytes.put(span.layer(), sum);
        }
        return bytes;
    }

    private static Format format(Graph source, Graph lowered, TargetRuntime target) {
        return target == TargetRuntime.TFLITE ? new TfliteFileSize(source, lowered) : new OnnxFileSize(source, lowered);
    }
}
