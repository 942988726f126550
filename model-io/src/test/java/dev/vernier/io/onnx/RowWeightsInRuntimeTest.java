package dev.vernier.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.io.runtime.OnnxRuntime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks and 8-bit floats in a network with a sum, beside integer activations too: nothing of it is fused into what cannot read it. */
class RowWeightsInRuntimeTest {
    private static final int WIDTH = 48;

    static Stream<LayerConfig> configs() {
        QuantSpec int8 = QuantSpec.activations(Precision.INT8);
        QuantSpec blocks = QuantSpec.weights(Precision.INT8).withGranularity(new Granularity.PerBlock(16));
        return Stream.of(
                Preset.W4G32.config(),
                Preset.FP8_E4M3.config(),
                Preset.FP8_E5M2.config(),
                new LayerConfig(blocks, int8),
                new LayerConfig(
                        blocks.withPrecision(Precision.INT4).withGranularity(new Granularity.PerBlock(64)), int8),
                new LayerConfig(QuantSpec.weights(Precision.FP8_E4M3), int8),
                new LayerConfig(QuantSpec.weights(Precision.FP8_E4M3).withGranularity(Granularity.TENSOR), int8));
    }

    private static Graph network() {
        Random random = new Random(4);
        float[] first = new float[WIDTH * WIDTH];
        float[] second = new float[WIDTH * 10];
        for (int i = 0; i < first.length; i++) {
            first[i] = (float) random.nextGaussian() / 8;
            second[i % second.length] = (float) random.nextGaussian() / 8;
        }
        Graph.Builder b = Graph.builder("net").input(new TensorSpec("x", DataType.FLOAT32, Shape.of(4, WIDTH)));
        b.constant("w1", TensorData.ofFloats(Shape.of(WIDTH, WIDTH), first));
        b.constant("w2", TensorData.ofFloats(Shape.of(WIDTH, 10), second));
        b.spec(new TensorSpec("h", DataType.FLOAT32, Shape.of(4, WIDTH)));
        b.spec(new TensorSpec("s", DataType.FLOAT32, Shape.of(4, WIDTH)));
        b.spec(new TensorSpec("y", DataType.FLOAT32, Shape.of(4, 10)));
        b.node(new Node("fc1", new MatMul(Clamp.NONE), List.of("x", "w1"), List.of("h")));
        b.node(new Node("sum", new Add(Clamp.NONE), List.of("h", "x"), List.of("s")));
        b.node(new Node("fc2", new MatMul(Clamp.NONE), List.of("s", "w2"), List.of("y")));
        return b.output("y").build();
    }

    @ParameterizedTest
    @MethodSource("configs")
    void runsAsSimulated(LayerConfig config) {
        Graph graph = network();
        QuantPlan plan = QuantPlan.of(Preset.FP32).withLayers(Set.of("x", "fc1", "sum", "fc2"), c -> config);
        QuantizedModel q = ModelQuantizer.quantize(graph, FileSizeTest.anyRanges(graph), plan);
        float[] values = new float[4 * WIDTH];
        Random random = new Random(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.3f;
        }
        Map<String, TensorData> inputs = Map.of("x", TensorData.ofFloats(Shape.of(4, WIDTH), values));
        float[] here = Interpreter.run(q.graph(), inputs, List.of("y")).get("y").toFloats();
        try (OnnxRuntime runtime = OnnxRuntime.load("net", OnnxWriter.toBytes(q), 1)) {
            float[] there = runtime.run(inputs).get("y").toFloats();
            for (int i = 0; i < here.length; i++) {
                assertThat(there[i]).isCloseTo(here[i], within(0.02f));
            }
        }
    }
}
