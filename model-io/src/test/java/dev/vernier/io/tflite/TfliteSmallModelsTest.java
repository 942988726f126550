package dev.vernier.io.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.SharedReference;
import dev.vernier.io.runtime.TfliteRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Small float and quantized models, one operator each, MNIST nets and odd cases, beside TensorFlow Lite itself. */
class TfliteSmallModelsTest {
    /** Begin, size and the tensor: all of any shape in the file, so nothing random fits. */
    private static final List<TensorData> SLICE_INPUTS = List.of(
            TensorData.ofInts(Shape.of(3), 0, 1, 0),
            TensorData.ofInts(Shape.of(3), 1, -1, 2),
            TensorData.ofFloats(Shape.of(2, 3, 2), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));

    @Test
    void allOpenAndRunAsTensorFlowLiteRunsThem() throws IOException {
        Map<String, byte[]> files = ZipEntries.of(SharedReference.file("operators/tflite-small-models.zip"));
        Map<String, String> failures = new TreeMap<>();
        int tried = 0;
        for (String name : files.keySet()) {
            if (name.endsWith(".tflite")) {
                tried++;
                try {
                    compare(name, files.get(name));
                } catch (RuntimeException | AssertionError e) {
                    failures.put(
                            name,
                            String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
                }
            }
        }
        assertThat(tried).isEqualTo(73);
        assertThat(failures).isEmpty();
    }

    private static void compare(String name, byte[] file) {
        ImportedModel model = new TfliteReader().read(name, ByteBuffer.wrap(file));
        assertThat(model.report().errors()).isEmpty();
        BesideRuntime vernier = new BesideRuntime(model);
        Random random = new Random(11);
        try (TfliteRuntime runtime = TfliteRuntime.load(name, file, 1)) {
            List<TensorData> inputs = name.equals("single_slice.tflite")
                    ? SLICE_INPUTS
                    : runtime.inputs().stream()
                            .map(p -> BesideRuntime.random(p, random))
                            .toList();
            List<TensorData> expected = BesideRuntime.real(runtime, inputs);
            List<TensorData> answers = vernier.simulated(inputs);
            assertThat(answers).hasSameSizeAs(expected);
            for (int i = 0; i < answers.size(); i++) {
                float step = runtime.outputs().get(i).scale();
                compare(answers.get(i), expected.get(i), step);
            }
        }
    }

    private static void compare(TensorData answer, TensorData expected, float step) {
        assertThat(answer.shape()).isEqualTo(expected.shape());
        assertThat(answer.type()).isEqualTo(expected.type());
        if (!answer.type().isFloating()) {
            assertThat(answer).isEqualTo(expected);
            return;
        }
        float[] a = answer.toFloats();
        float[] b = expected.toFloats();
        for (int i = 0; i < a.length; i++) {
            float allowed = 1e-4f + 1e-3f * Math.abs(b[i]) + 1.01f * step;
            assertThat(Math.abs(a[i] - b[i]) <= allowed || Float.compare(a[i], b[i]) == 0)
                    .as("element %d: %s instead of %s, step %s", i, a[i], b[i], step)
                    .isTrue();
        }
    }
}
