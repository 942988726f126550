package dev.vernier.io.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.io.SharedReference;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class TfliteRuntimeTest {
    @Test
    void runsAFloatModelAtAnyBatchSize() throws Exception {
        byte[] model = Files.readAllBytes(SharedReference.file("models/tflite/hello_world_float.tflite"));
        try (TfliteRuntime runtime = TfliteRuntime.load("hello_world_float.tflite", model, 1)) {
            assertThat(runtime.inputs()).extracting(TfliteRuntime.Port::shape).containsExactly(Shape.of(1, 1));
            float[] sines = runtime.run(List.of(TensorData.ofFloats(Shape.of(3, 1), 0f, 1.5f, 3f)))
                    .get(0)
                    .toFloats();
            assertThat(sines[1]).isBetween(0.85f, 1.15f);
            assertThat(sines[2]).isBetween(-0.1f, 0.4f);
        }
    }

    @Test
    void tellsTheGridOfQuantizedPorts() throws Exception {
        byte[] model = Files.readAllBytes(SharedReference.file("models/tflite/hello_world_int8.tflite"));
        try (TfliteRuntime runtime = TfliteRuntime.load("hello_world_int8.tflite", model, 1)) {
            TfliteRuntime.Port out = runtime.outputs().get(0);
            assertThat(out.type()).isEqualTo(DataType.INT8);
            assertThat(out.scale()).isEqualTo(0.008290957f);
            assertThat(out.zeroPoint()).isEqualTo(5);
            assertThatThrownBy(() -> runtime.run(List.of(TensorData.ofFloats(Shape.of(1, 1), 0f))))
                    .isInstanceOf(VernierException.class)
                    .hasMessageContaining("takes INT8 but was given FLOAT32");
        }
    }

    @Test
    void rejectsWhatIsNoModel() {
        assertThatThrownBy(() -> TfliteRuntime.load("noise.tflite", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 1))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("noise.tflite");
    }
}
