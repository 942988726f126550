package dev.vernier.io.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.SharedReference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** 94 files of one operator each, with inputs and what TensorFlow Lite answered. */
class TfliteOperatorFilesTest {
    /** A custom operator that another program defines; the two models still open. Nothing else fails. */
    static final Set<String> CANNOT_RUN =
            Set.of("tflite_detection_post_processing_fast", "tflite_detection_post_processing_regular");

    @Test
    void allAnswerAsTensorFlowLiteDid() throws IOException {
        Map<String, byte[]> files = ZipEntries.of(SharedReference.file("operators/tflite-ops.zip"));
        Map<String, String> failures = new TreeMap<>();
        int tried = 0;
        for (String file : files.keySet()) {
            if (file.endsWith(".tflite")) {
                String name = file.substring(0, file.length() - ".tflite".length());
                tried++;
                try {
                    compare(name, files);
                } catch (RuntimeException | AssertionError e) {
                    failures.put(
                            name,
                            String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
                }
            }
        }
        assertThat(tried).isEqualTo(94);
        assertThat(failures.keySet()).as(failures.toString()).isEqualTo(CANNOT_RUN);
    }

    private static void compare(String name, Map<String, byte[]> files) {
        ImportedModel model = new TfliteReader().read(name + ".tflite", ByteBuffer.wrap(files.get(name + ".tflite")));
        Graph graph = model.graph();
        Map<String, TensorData> inputs = new HashMap<>();
        for (int i = 0; i < graph.inputs().size(); i++) {
            inputs.put(graph.inputs().get(i).name(), tensor(graph.inputs().get(i), files.get(name + ".inp" + i)));
        }
        Map<String, TensorData> results = Interpreter.run(graph, inputs, graph.outputs());
        for (int i = 0; i < graph.outputs().size(); i++) {
            TensorData result = results.get(graph.outputs().get(i));
            byte[] expected = files.get(name + ".out" + i);
            compare(result, tensor(new TensorSpec("", result.type(), result.shape()), expected));
        }
    }

    private static void compare(TensorData result, TensorData expected) {
        assertThat(result.shape()).isEqualTo(expected.shape());
        if (!result.type().isFloating()) {
            assertThat(result).isEqualTo(expected);
            return;
        }
        float[] a = result.toFloats();
        float[] b = expected.toFloats();
        for (int i = 0; i < a.length; i++) {
            assertThat(Math.abs(a[i] - b[i]) <= 1e-4f + 1e-3f * Math.abs(b[i]))
                    .as("element %d: %s instead of %s", i, Arrays.toString(a), Arrays.toString(b))
                    .isTrue();
        }
    }

    /** One byte that is skipped, then the elements. */
    private static TensorData tensor(TensorSpec spec, byte[] bytes) {
        ByteBuffer elements = ByteBuffer.wrap(bytes, 1, bytes.length - 1).slice();
        List<Long> dims = new ArrayList<>();
        long known = TensorData.elementBytes(spec.type());
        for (long d : spec.shape().toArray()) {
            known *= d == Shape.UNKNOWN ? 1 : d;
        }
        for (long d : spec.shape().toArray()) {
            dims.add(d == Shape.UNKNOWN ? elements.remaining() / known : d);
        }
        return TensorData.of(
                spec.type(), Shape.of(dims.stream().mapToLong(Long::longValue).toArray()), elements);
    }
}
