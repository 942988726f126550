package dev.vernier.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelReader;
import dev.vernier.io.runtime.OnnxRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole architectures with constant weights, on the input of ones their outputs were made with, beside ONNX Runtime. */
class LightModelsTest {
    private static final Path ARCHIVE =
            Path.of(System.getProperty("vernier.shared", "../../shared")).resolve("reference/operators/onnx-light.zip");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bvlc_alexnet",
                "densenet121",
                "inception_v1",
                "inception_v2",
                "resnet50",
                "shufflenet",
                "squeezenet",
                "vgg19",
                "zfnet512"
            })
    void answersWhatIsExpected(String name) throws IOException {
        assumeTrue(Files.exists(ARCHIVE), () -> "skipped because " + ARCHIVE + " is not there");
        Path file = folder.resolve(name + ".onnx");
        Files.write(file, entry("light/light_" + name + ".onnx"));
        ImportedModel m = ModelReader.open(file);
        assertThat(m.report().errors()).isEmpty();
        assertThat(m.report().ofCode(ImportFinding.Code.BATCH_FREED)).hasSize(1);

        Graph graph = m.graph();
        TensorSpec input = graph.inputs().get(0);
        Shape one = input.shape().with(0, 1);
        float[] ones = new float[(int) one.elementCount()];
        Arrays.fill(ones, 1);
        TensorData actual = Interpreter.run(
                        graph, Map.of(input.name(), TensorData.ofFloats(one, ones)), graph.outputs())
                .get(graph.outputs().get(0));
        try (OnnxRuntime runtime = OnnxRuntime.load(file, 2)) {
            TensorData there = runtime.run(Map.of(input.name(), TensorData.ofFloats(one, ones)))
                    .values()
                    .iterator()
                    .next();
            assertAlike(actual, there);
        }
        assertAlike(actual, OnnxTensors.read(TensorProto.parseFrom(entry("light/light_" + name + "_output_0.pb"))));
    }

    private static void assertAlike(TensorData actual, TensorData expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.elementCount(); i++) {
            double e = expected.doubleAt(i);
            assertThat(actual.doubleAt(i)).isCloseTo(e, within(1e-4 * Math.abs(e)));
        }
    }

    private static byte[] entry(String name) throws IOException {
        try (ZipFile zip = new ZipFile(ARCHIVE.toFile())) {
            return zip.getInputStream(zip.getEntry(name)).readAllBytes();
        }
    }
}
