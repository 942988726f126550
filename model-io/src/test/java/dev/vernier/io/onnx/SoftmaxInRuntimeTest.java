package dev.vernier.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.runtime.OnnxRuntime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Softmax on 8-bit codes over many and over few, nearly equal and very unequal: ONNX Runtime answers what is simulated, never 0 for all. */
class SoftmaxInRuntimeTest {
    private static final int SAMPLES = 8;

    @ParameterizedTest
    @CsvSource({"10, 0.01", "10, 1", "200, 0.001", "1000, 0.01", "1000, 0.1", "1000, 3"})
    void runsAsSimulated(int classes, double spread) {
        Graph graph = ShapeInference.annotate(Graph.builder("net")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, classes)))
                .node(new Node("shares", new Softmax(-1), List.of("x"), List.of("y")))
                .output("y")
                .build());
        float[] values = new float[SAMPLES * classes];
        Random random = new Random(classes);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * spread);
        }
        TensorData x = TensorData.ofFloats(Shape.of(SAMPLES, classes), values);
        InMemoryDataset data = InMemoryDataset.of("seeded", List.of("x"), List.of(x), new int[0], List.of());
        CalibrationResult calibration =
                CalibrationRun.run(graph, data, SAMPLES, "seeded", Progress.NONE, Cancellation.NEVER);
        QuantizedModel q = ModelQuantizer.quantize(graph, calibration, QuantPlan.of(Preset.INT8));
        float step = q.layer("shares").outputParams().orElseThrow().scale();
        Map<String, TensorData> inputs = Map.of("x", x);
        float[] here = Interpreter.run(q.graph(), inputs, List.of("y")).get("y").toFloats();
        try (OnnxRuntime runtime = OnnxRuntime.load("net", OnnxWriter.toBytes(q), 1)) {
            float[] there = runtime.run(inputs).get("y").toFloats();
            float largest = 0;
            for (int i = 0; i < here.length; i++) {
                assertThat(there[i]).isCloseTo(here[i], within(1.001f * step));
                largest = Math.max(largest, there[i]);
            }
            assertThat(largest).isPositive();
        }
    }
}
