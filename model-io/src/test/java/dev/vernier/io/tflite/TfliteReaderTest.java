package dev.vernier.io.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelReader;
import dev.vernier.io.SharedReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TfliteReaderTest {
    @TempDir
    Path folder;

    private static ImportedModel open(String name) {
        return ModelReader.open(SharedReference.file("models/tflite/" + name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello_world_float",
                "hello_world_int8",
                "kws_dscnn_dynamic",
                "kws_dscnn_int8",
                "mobilenet_v1_0.25_128_quant",
                "resnet8_float",
                "resnet8_int8"
            })
    void everyReferenceModelOpensWhole(String name) {
        ImportedModel model = open(name + ".tflite");

        assertThat(model.report().errors()).isEmpty();
        assertThat(model.format()).isEqualTo("TensorFlow Lite");
        assertThat(model.graph().inputs()).hasSize(1);
        assertThat(model.graph().inputs().get(0).shape().dim(0)).isEqualTo(Shape.UNKNOWN);
        for (Layer layer : Layer.listOf(model.graph())) {
            assertThat(layer.output().shape().dim(0)).as(layer.name()).isEqualTo(Shape.UNKNOWN);
        }
    }

    @Test
    void aFloatModelHasNoPlan() {
        ImportedModel model = open("resnet8_float.tflite");

        assertThat(model.plan()).isEmpty();
        List<String> operations = Layer.listOf(model.graph()).stream()
                .map(l -> l.operation(model.graph()))
                .toList();
        assertThat(operations)
                .containsExactly(
                        "Input",
                        "Conv 3×3 + ReLU",
                        "Conv 3×3 + ReLU",
                        "Conv 3×3",
                        "Add + ReLU",
                        "Conv 3×3 + ReLU",
                        "Conv 3×3",
                        "Conv 1×1",
                        "Add + ReLU",
                        "Conv 3×3 + ReLU",
                        "Conv 3×3",
                        "Conv 1×1",
                        "Add + ReLU",
                        "AveragePool",
                        "Reshape",
                        "Dense",
                        "Softmax");
    }

    /** What the file says of the second convolution, read with another tool. */
    @Test
    void theNumbersOfAQuantizedFileAreThePlan() {
        ImportedModel model = open("resnet8_int8.tflite");
        QuantPlan plan = model.plan().orElseThrow();

        assertThat(plan.preset()).isEqualTo(Preset.INT8);
        assertThat(plan.configFor("input_1_int8").activations().rule()).isEqualTo(RangeRule.Given.of(8, 1f, -128));
        Layer conv = Layer.listOf(model.graph()).get(2);
        LayerConfig config = plan.configFor(conv.name());
        assertThat(config.weights().precision()).isEqualTo(Precision.INT8);
        assertThat(config.weights().symmetric()).isTrue();
        RangeRule.Given weights = (RangeRule.Given) config.weights().rule();
        assertThat(weights.scales()).hasSize(16);
        assertThat(weights.scales().get(0)).isEqualTo(0.005140757f);
        assertThat(weights.zeroPoints()).containsOnly(0);
        assertThat(plan.configFor("Identity_int8").activations().rule())
                .isEqualTo(RangeRule.Given.of(8, 0.00390625f, -128));
        assertThat(model.report().ofCode(ImportFinding.Code.QUANTIZATION_FOUND))
                .singleElement()
                .satisfies(f -> assertThat(f.sentence()).contains("10 layers int8 × int8"));
    }

    @Test
    void unsignedCodesAreMovedToSignedOnes() {
        ImportedModel model = open("mobilenet_v1_0.25_128_quant.tflite");
        QuantPlan plan = model.plan().orElseThrow();

        assertThat(plan.configFor(model.graph().inputs().get(0).name())
                        .activations()
                        .rule())
                .isEqualTo(RangeRule.Given.of(8, 0.0078125f, 0));
        // 0.0052 and 113, in the file's unsigned type.
        Graph graph = model.graph();
        Layer pointwise = Layer.listOf(graph).stream()
                .filter(l -> l.name().startsWith("MobilenetV1/MobilenetV1/Conv2d_12_pointwise/Relu6"))
                .findFirst()
                .orElseThrow();
        assertThat(plan.configFor(pointwise.name()).weights().rule())
                .isEqualTo(RangeRule.Given.of(8, 0.009962311f, 113 - 128));
        assertThat(((Conv) pointwise.node().orElseThrow().op()).activation()).isEqualTo(Clamp.RELU6);
    }

    @Test
    void floatActivationsOfDynamicRangeModelsAreQuantizedPerSample() {
        QuantPlan plan = open("kws_dscnn_dynamic.tflite").plan().orElseThrow();

        assertThat(plan.preset()).isEqualTo(Preset.FP32);
        assertThat(plan.overrides().values())
                .filteredOn(c -> c.activations().isDynamic())
                .hasSize(5)
                .allSatisfy(c -> {
                    assertThat(c.activations().symmetric()).isTrue();
                    assertThat(c.weights().rule()).isInstanceOf(RangeRule.Given.class);
                });
    }

    @Test
    void aFileOfAnotherKindIsToldApart() throws IOException {
        Path noModel = Files.write(folder.resolve("noise.tflite"), new byte[64]);

        assertThatThrownBy(() -> ModelReader.open(noModel))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("noise.tflite")
                .hasMessageContaining("TFL3");
    }

    @Test
    void everyTruncationIsOneClearError() throws IOException {
        byte[] whole = Files.readAllBytes(SharedReference.file("models/tflite/hello_world_int8.tflite"));
        for (int length = 1; length < whole.length; length += 7) {
            Path cut = Files.write(folder.resolve("cut.tflite"), java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ModelReader.open(cut))
                    .as("first %d bytes", length)
                    .isInstanceOf(VernierException.class)
                    .hasMessageContaining("cut.tflite");
        }
    }

    /** Whatever is wrong with a file, it opens or is refused in one sentence. */
    @Test
    void damagedFilesNeverFailOtherwise() throws IOException {
        byte[] whole = Files.readAllBytes(SharedReference.file("models/tflite/hello_world_int8.tflite"));
        Random random = new Random(5);
        for (int n = 0; n < 1500; n++) {
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = 8 + random.nextInt(damaged.length - 8);
                damaged[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextBoolean() ? 255 : 127);
            }
            Path file = Files.write(folder.resolve("damaged.tflite"), damaged);
            try {
                assertThat(ModelReader.open(file).graph()).isNotNull();
            } catch (VernierException e) {
                assertThat(e.getMessage()).contains("damaged.tflite");
            }
        }
    }
}
