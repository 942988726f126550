package dev.vernier.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.BatchNormalization;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelReader;
import dev.vernier.io.dataset.DatasetFitter;
import dev.vernier.io.dataset.DatasetReader;
import dev.vernier.io.runtime.OnnxRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real models beside ONNX Runtime, on the same inputs. */
class ReferenceModelsTest {
    private static final Path SHARED = Path.of(System.getProperty("vernier.shared", "../../shared"));
    private static final Path MODELS = SHARED.resolve("reference/models/onnx");

    private static Path model(String name) {
        Path file = MODELS.resolve(name + ".onnx");
        assumeTrue(Files.exists(file), () -> "skipped because " + file + " is not there");
        return file;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mnist_cnn",
                "mnist_mlp",
                "resnet20",
                "resnet20_bn",
                "resnet20_hard",
                "squeezenet_fp16",
                "tinybert"
            })
    void opensWithAllShapesKnown(String name) {
        ImportedModel m = ModelReader.open(model(name));
        assertThat(m.graph().nodes()).isNotEmpty();
        if (m.report().runs()) {
            boolean anyLength = m.graph().inputs().stream()
                    .anyMatch(in -> !in.shape().withoutBatch().isStatic());
            for (Node n : m.graph().nodes()) {
                TensorSpec spec = m.graph().spec(n.output()).orElseThrow();
                assertThat(anyLength || spec.shape().withoutBatch().isStatic())
                        .as("%s %s", n.name(), spec)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist_cnn", "mnist_mlp", "resnet20", "resnet20_bn", "resnet20_hard"})
    void answersAsOnnxRuntimeDoes(String name) throws Exception {
        assertAnswersAlike(model(name), 4, 1e-4);
    }

    /** Stored and run in float16 there, in float32 here: only float16's own rounding may differ. */
    @Test
    void squeezenetInFloat16() throws Exception {
        assertAnswersAlike(model("squeezenet_fp16"), 1, 2e-2);
    }

    /** The same network with its halves widened, so that ONNX Runtime runs it in float32 too. */
    @Test
    void squeezenetInFloat32(@TempDir Path folder) throws Exception {
        Path widened = folder.resolve("squeezenet.onnx");
        OnnxWriter.write(ModelReader.open(model("squeezenet_fp16")).graph(), widened);
        assertAnswersAlike(widened, 1, 1e-4);
    }

    /** Real photographs: what it sees in them, and every one of its answers. */
    @Test
    void squeezenetSeesTheSevenImagesAsOnnxRuntimeDoes(@TempDir Path folder) throws Exception {
        Graph graph = ModelReader.open(model("squeezenet_fp16")).graph();
        Path widened = folder.resolve("squeezenet.onnx");
        OnnxWriter.write(graph, widened);
        Dataset images = DatasetFitter.fit(
                DatasetReader.open(SHARED.resolve("reference/data/imagenet_squeezenet.dataset.json")), graph);
        assertThat(images.size()).isEqualTo(7);
        int right = 0;
        try (OnnxRuntime reference = OnnxRuntime.load(widened, 2)) {
            for (int i = 0; i < images.size(); i++) {
                Map<String, TensorData> input =
                        Map.of(graph.inputs().get(0).name(), images.batch(i, 1).get(0));
                TensorData here = Interpreter.run(graph, input, graph.outputs())
                        .get(graph.outputs().get(0));
                TensorData there = reference.run(input).values().iterator().next();
                assertThat(relativeDifference(here, there)).isLessThan(1e-4);
                assertThat(argmax(here, 0, 1000)).isEqualTo(argmax(there, 0, 1000));
                right += argmax(here, 0, 1000) == images.label(i).orElseThrow() ? 1 : 0;
            }
        }
        assertThat(right).as("as many as ONNX Runtime recognizes").isEqualTo(5);
    }

    private static void assertAnswersAlike(Path file, int batch, double tolerance) throws Exception {
        ImportedModel m = ModelReader.open(file);
        assertThat(m.report().errors()).isEmpty();
        Map<String, TensorData> here = new HashMap<>();
        Map<String, TensorData> there = new HashMap<>();
        Random random = new Random(11);
        for (TensorSpec in : m.graph().inputs()) {
            Shape shape = in.shape().with(0, batch);
            float[] values = new float[(int) shape.elementCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            here.put(in.name(), TensorData.ofFloats(shape, values));
        }
        Map<String, TensorData> expected;
        try (OnnxRuntime reference = OnnxRuntime.load(file, 2)) {
            here.forEach((input, data) -> there.put(input, reference.asTaken(input, data)));
            expected = reference.run(there);
        }
        Map<String, TensorData> actual =
                Interpreter.run(m.graph(), here, m.graph().outputs());
        assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((output, data) -> assertThat(relativeDifference(actual.get(output), data))
                .as(output)
                .isLessThan(tolerance));
    }

    /** Largest difference relative to the largest value. */
    private static double relativeDifference(TensorData actual, TensorData expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < expected.elementCount(); i++) {
            difference = Math.max(difference, Math.abs(actual.doubleAt(i) - expected.doubleAt(i)));
            largest = Math.max(largest, Math.abs(expected.doubleAt(i)));
        }
        return difference / largest;
    }

    /** The accuracies ONNX Runtime reaches on the same images. */
    @ParameterizedTest
    @CsvSource({
        "resnet20, cifar10/test_imagenet_norm, 2000, 0.8130",
        "resnet20_bn, cifar10/test_imagenet_norm, 2000, 0.8130",
        "resnet20_hard, cifar10/test_imagenet_norm, 2000, 0.8130",
        "mnist_mlp, mnist/test_normalized, 10000, 0.9262",
        "mnist_cnn, mnist/test_unit, 10000, 0.9813"
    })
    void scoresWhatTheRealRuntimeScores(String name, String data, int samples, double top1) {
        Graph graph = ModelReader.open(model(name)).graph();
        Dataset set = DatasetFitter.fit(
                DatasetReader.open(SHARED.resolve("reference/data/" + data + ".dataset.json")), graph);
        assertThat(set.size()).isEqualTo(samples);
        int right = 0;
        for (int from = 0; from < samples; from += 250) {
            TensorData batch = set.batch(from, 250).get(0);
            TensorData out = Interpreter.run(graph, Map.of(graph.inputs().get(0).name(), batch), graph.outputs())
                    .get(graph.outputs().get(0));
            for (int i = 0; i < 250; i++) {
                right += argmax(out, i, 10) == set.label(from + i).orElseThrow() ? 1 : 0;
            }
        }
        assertThat((double) right / samples).isEqualTo(top1);
    }

    private static int argmax(TensorData out, int row, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            best = out.doubleAt(row * classes + c) > out.doubleAt(row * classes + best) ? c : best;
        }
        return best;
    }

    @Test
    void batchNormIsFoldedAndEveryReluFused() {
        ImportedModel m = ModelReader.open(model("resnet20_bn"));
        assertThat(m.graph().nodes())
                .noneMatch(n ->
                        n.op() instanceof BatchNormalization || n.op() instanceof Relu || n.op() instanceof ShapeOf);
        assertThat(m.report().ofCode(ImportFinding.Code.BATCH_NORM_FOLDED)).hasSize(19);
        assertThat(m.graph().node("/layer1/layer1.0/conv1/Conv")).isPresent();
    }

    @Test
    void float16IsSaidAndWidened() {
        ImportedModel m = ModelReader.open(model("squeezenet_fp16"));
        assertThat(m.report().ofCode(ImportFinding.Code.STORED_IN_OTHER_TYPE))
                .extracting(ImportFinding::sentence)
                .anyMatch(s -> s.contains("stored in float16"));
        assertThat(m.graph().constants().values()).noneMatch(c -> c.type() == DataType.FLOAT16);
        assertThat(m.graph().inputs().get(0).type()).isEqualTo(DataType.FLOAT32);
    }

    /** Made-up token ids; the last tokens of the second text are masked out. */
    @Test
    void tinyBertAnswersAsOnnxRuntimeDoes() throws Exception {
        Path file = model("tinybert");
        ImportedModel m = ModelReader.open(file);
        assertThat(m.report().errors()).isEmpty();
        Shape shape = Shape.of(2, 9);
        long[] ids = new Random(5).longs(18, 0, 100).toArray();
        long[] mask = new long[18];
        for (int i = 0; i < 18; i++) {
            mask[i] = i < 14 ? 1 : 0;
        }
        Map<String, TensorData> inputs = Map.of(
                "input_ids", TensorData.ofLongs(shape, ids),
                "attention_mask", TensorData.ofLongs(shape, mask),
                "token_type_ids", TensorData.ofLongs(shape, new long[18]));
        Map<String, TensorData> actual =
                Interpreter.run(m.graph(), inputs, m.graph().outputs());
        try (OnnxRuntime reference = OnnxRuntime.load(file, 2)) {
            reference
                    .run(inputs)
                    .forEach((output, data) -> assertThat(relativeDifference(actual.get(output), data))
                            .as(output)
                            .isLessThan(1e-4));
        }
    }
}
