package dev.vernier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Accuracy of trained networks on real data, against what ONNX Runtime (float) and PyTorch (static int8, histogram observer, weights per
 * channel) reach with the same files. Skipped where they are absent.
 */
class ReferenceEvaluationTest {
    private static final Path REFERENCE =
            Path.of(System.getProperty("vernier.shared", "../../shared")).resolve("reference");

    @BeforeEach
    void onlyWithReferenceFiles() {
        assumeTrue(Files.isDirectory(REFERENCE), "no reference files at " + REFERENCE);
    }

    private static JsonNode evaluate(String model, String data, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "evaluate",
                REFERENCE.resolve("models/onnx").resolve(model).toString(),
                "--data",
                REFERENCE.resolve("data").resolve(data).toString(),
                "--json"));
        arguments.addAll(List.of(options));
        return CommandLineRun.of(arguments.toArray(String[]::new)).json();
    }

    private static String data(String name) {
        return REFERENCE.resolve("data").resolve(name).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20.onnx", "resnet20_bn.onnx"})
    void resnet20AtInt8(String model) {
        JsonNode json = evaluate(
                model,
                "cifar10/test_imagenet_norm.dataset.json",
                "--calibration",
                data("cifar10/calibration_imagenet_norm.dataset.json"));
        assertThat(json.get("baseline").get("top1").asDouble()).isEqualTo(0.8130);
        assertThat(json.get("quantized").get("top1").asDouble()).isGreaterThanOrEqualTo(0.8095);
        assertThat(json.get("quantized").get("agreement").asDouble()).isGreaterThanOrEqualTo(0.98);
    }

    @Test
    void mnistMlpAtInt8() {
        JsonNode json = evaluate(
                "mnist_mlp.onnx",
                "mnist/test_normalized.dataset.json",
                "--calibration",
                data("mnist/train_normalized.dataset.json"));
        assertThat(json.get("baseline").get("top1").asDouble()).isEqualTo(0.9262);
        assertThat(json.get("quantized").get("agreement").asDouble()).isGreaterThanOrEqualTo(0.9965);
        assertThat(json.get("quantized").get("meanAbsError").asDouble()).isLessThanOrEqualTo(0.0455);
        assertThat(json.get("quantized").get("sizeBytes").asLong()).isLessThanOrEqualTo(108_572);
    }

    @Test
    void mnistCnnAtFloat16() {
        JsonNode json = evaluate("mnist_cnn.onnx", "mnist/test_unit.dataset.json", "--preset", "fp16");
        assertThat(json.get("baseline").get("top1").asDouble()).isEqualTo(0.9813);
        assertThat(json.get("quantized").get("agreement").asDouble()).isGreaterThanOrEqualTo(0.999);
    }

    /** Keyword spotting by a network that is int8 in its file: the real runtime scores 0.902. */
    @Test
    void aQuantizedFileIsEvaluatedAsItIs() {
        JsonNode json = evaluate("../tflite/kws_dscnn_int8.tflite", "kws/kws01.dataset.json");
        assertThat(json.get("quantized").get("top1").asDouble()).isBetween(0.898, 0.906);
        assertThat(json.get("target").asText()).isEqualTo("tflite");
        assertThat(json.get("plan").get("layers")).isNotEmpty();
    }
}
