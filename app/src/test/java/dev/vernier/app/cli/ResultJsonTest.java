package dev.vernier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vernier.app.workbench.BundledFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names and the kinds of values that scripts rely on. */
class ResultJsonTest {
    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void assertScores(JsonNode scores) {
        double top1 = scores.get("top1").asDouble();
        assertThat(top1).isBetween(0.0, 1.0);
        assertThat(scores.get("top1Ci95")).hasSize(2);
        assertThat(scores.get("top1Ci95").get(0).asDouble()).isLessThanOrEqualTo(top1);
        assertThat(scores.get("top1Ci95").get(1).asDouble()).isGreaterThanOrEqualTo(top1);
        assertThat(scores.get("agreement").asDouble()).isBetween(0.0, 1.0);
        assertThat(scores.get("meanAbsError").isNumber()).isTrue();
        assertThat(scores.get("sizeBytes").isIntegralNumber()).isTrue();
        assertThat(scores.get("delta").get("top1").isNumber()).isTrue();
        assertThat(scores.get("delta").get("ci95")).hasSize(2);
    }

    @Test
    void evaluate() {
        JsonNode json = CommandLineRun.of("evaluate", "digits-mlp", "--samples", "64", "--preset", "int8", "--json")
                .json();

        assertThat(names(json))
                .containsExactly(
                        "model",
                        "data",
                        "samples",
                        "calibration",
                        "target",
                        "metrics",
                        "baseline",
                        "quantized",
                        "plan",
                        "findings",
                        "layers",
                        "dataFindings",
                        "diagnosis",
                        "seconds");
        assertThat(names(json.get("diagnosis"))).containsExactly("headline", "healthy", "findings", "layers");
        assertThat(names(json.get("diagnosis").get("layers").get(0)))
                .containsExactly("name", "share", "addedDb", "fromInputDb", "fromWeightsDb", "fromOutputDb");
        assertThat(json.get("model").asText()).isEqualTo("digits-mlp");
        assertThat(json.get("samples").asInt()).isEqualTo(64);
        assertThat(json.get("dataFindings")).isEmpty();
        assertThat(names(json.get("calibration"))).containsExactly("samples", "source", "findings");
        assertThat(json.get("calibration").get("findings")).isEmpty();
        assertThat(json.get("calibration").get("source").asText()).isEqualTo("digits-calibration");
        assertThat(json.get("baseline").get("top1").asDouble()).isGreaterThan(0.9);
        assertScores(json.get("quantized"));
        assertThat(json.get("quantized").get("sizeBytes").asLong())
                .isLessThan(json.get("baseline").get("sizeBytes").asLong() / 3);
        assertThat(json.get("quantized").get("delta").get("top1").asDouble())
                .isCloseTo(
                        json.get("quantized").get("top1").asDouble()
                                - json.get("baseline").get("top1").asDouble(),
                        within(1e-12));
        assertThat(json.get("plan").get("preset").asText()).isEqualTo("int8");
        for (String step : List.of("load", "calibrate", "evaluate")) {
            assertThat(json.get("seconds").get(step).asDouble()).isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    void everyLayerHasItsPrecisionItsBytesAndThreeErrors() {
        JsonNode json = CommandLineRun.of("evaluate", "digits-mlp", "--samples", "64", "--json")
                .json();

        long sizes = 0;
        int dense = 0;
        for (JsonNode layer : json.get("layers")) {
            assertThat(names(layer))
                    .containsExactly("name", "op", "kind", "weights", "activations", "sizeBytes", "error");
            assertThat(names(layer.get("error"))).containsExactly("localWeights", "localActivations", "accumulated");
            sizes += layer.get("sizeBytes").asLong();
            if (layer.get("weights").asText().equals("int8")) {
                dense++;
                assertThat(layer.get("activations").asText()).isEqualTo("int8");
                for (JsonNode error : layer.get("error")) {
                    assertThat(names(error)).containsExactly("sqnrDb", "mse", "cosine", "maxAbs", "clippedShare");
                    assertThat(error.get("sqnrDb").asDouble()).isGreaterThan(15);
                }
                assertThat(layer.get("error").get("accumulated").get("cosine").asDouble())
                        .isGreaterThan(0.98);
            } else {
                assertThat(layer.get("weights").isNull()).isTrue();
                assertThat(layer.get("error").get("localWeights").isNull()).isTrue();
            }
        }
        assertThat(dense).isEqualTo(3);
        assertThat(sizes).isEqualTo(json.get("quantized").get("sizeBytes").asLong());
    }

    @Test
    void equalTensorsHaveNoSqnrButAnErrorOfZero() {
        JsonNode json = CommandLineRun.of("evaluate", "digits-mlp", "--samples", "32", "--preset", "fp32", "--json")
                .json();
        JsonNode layers = json.get("layers");
        JsonNode accumulated = layers.get(layers.size() - 1).get("error").get("accumulated");
        assertThat(accumulated.get("sqnrDb").isNull()).isTrue();
        assertThat(accumulated.get("mse").asDouble()).isZero();
        assertThat(json.get("quantized").get("meanAbsError").asDouble()).isZero();
        assertThat(json.get("quantized").get("agreement").asDouble()).isEqualTo(1);
    }

    @Test
    void compare() {
        JsonNode json = CommandLineRun.of("compare", "digits-mlp", "--samples", "64", "--json")
                .json();
        assertThat(names(json))
                .containsExactly(
                        "model", "data", "samples", "calibration", "target", "metrics", "techniques", "seconds");
        List<String> presets = new ArrayList<>();
        for (JsonNode technique : json.get("techniques")) {
            presets.add(technique.get("preset").asText());
            assertScores(technique);
        }
        assertThat(presets)
                .containsSubsequence("fp32", "fp16", "dynamic", "int8", "int16x8", "w8")
                .doesNotHaveDuplicates();
    }

    @Test
    void inspect() {
        JsonNode json = CommandLineRun.of("inspect", "digits-mlp", "--json").json();
        assertThat(names(json))
                .containsExactly(
                        "model",
                        "format",
                        "opset",
                        "producer",
                        "fileBytes",
                        "parameters",
                        "sizeBytes",
                        "macs",
                        "runs",
                        "inputs",
                        "outputs",
                        "layers",
                        "findings");
        assertThat(json.get("format").asText()).isEqualTo("ONNX");
        assertThat(json.get("runs").asBoolean()).isTrue();
        assertThat(json.get("sizeBytes").asLong())
                .isEqualTo(4 * json.get("parameters").asLong());
        assertThat(names(json.get("inputs").get(0))).containsExactly("name", "type", "shape");
        assertThat(names(json.get("layers").get(1)))
                .containsExactly("name", "op", "kind", "output", "parameters", "macs", "quantizable");
        long macs = 0;
        for (JsonNode layer : json.get("layers")) {
            macs += layer.get("macs").asLong();
        }
        assertThat(json.get("macs").asLong()).isEqualTo(macs).isPositive();
    }

    @Test
    void evaluationDataIsNamedAsTheSourceOfCalibrationWhereNothingElseIs() {
        Path test = BundledFiles.of("digits-test.dataset.json");
        JsonNode json = CommandLineRun.of(
                        "evaluate", "digits-mlp", "--data", test.toString(), "--samples", "32", "--json")
                .json();
        assertThat(json.get("calibration").get("samples").asInt()).isEqualTo(512);
        assertThat(json.get("calibration").get("source").asText()).isEqualTo("evaluation data");
    }

    @Test
    void withoutLabelsThereIsAgreementButNoAccuracy(@TempDir Path folder) throws IOException {
        ByteBuffer idx = ByteBuffer.allocate(16 + 20 * 28 * 28)
                .putInt(0x00000803)
                .putInt(20)
                .putInt(28)
                .putInt(28);
        for (int i = 0; idx.hasRemaining(); i++) {
            idx.put((byte) (i * 31 >> 4));
        }
        Path pictures = Files.write(folder.resolve("t-images-idx3-ubyte"), idx.array());

        JsonNode json = CommandLineRun.of("evaluate", "digits-mlp", "--data", pictures.toString(), "--json")
                .json();

        assertThat(json.get("baseline").get("top1").isNull()).isTrue();
        JsonNode quantized = json.get("quantized");
        assertThat(quantized.get("top1").isNull()).isTrue();
        assertThat(quantized.get("top1Ci95").isNull()).isTrue();
        assertThat(quantized.get("delta").get("top1").isNull()).isTrue();
        assertThat(quantized.get("agreement").asDouble()).isBetween(0.0, 1.0);
        assertThat(quantized.get("outputSqnrDb").asDouble()).isGreaterThan(5);
        assertThat(quantized.get("klDivergence").asDouble()).isGreaterThanOrEqualTo(0);
        assertThat(json.get("metrics"))
                .extracting(JsonNode::asText)
                .containsExactly("agreement", "outputSqnrDb", "klDivergence", "meanAbsError");
        CommandLineRun text = CommandLineRun.of("evaluate", "digits-mlp", "--data", pictures.toString());
        assertThat(text.out())
                .contains("without labels: agreement instead of accuracy")
                .contains("output SQNR", "KL divergence");
    }

    @Test
    void metricsCanBeChosen() {
        JsonNode json = CommandLineRun.of(
                        "evaluate", "digits-mlp", "--samples", "64", "--metric", "klDivergence,top5", "--json")
                .json();
        assertThat(json.get("metrics"))
                .extracting(JsonNode::asText)
                .containsExactly("klDivergence", "top5", "top1", "agreement", "meanAbsError");
        assertThat(json.get("baseline").get("top5").asDouble()).isGreaterThan(0.95);
        JsonNode quantized = json.get("quantized");
        assertThat(quantized.get("top5Ci95")).hasSize(2);
        assertThat(quantized.get("delta").get("top5Ci95")).hasSize(2);
        CommandLineRun text =
                CommandLineRun.of("evaluate", "digits-mlp", "--samples", "64", "--metric", "klDivergence,top5");
        assertThat(text.out()).contains("KL divergence", "top-5").doesNotContain("agreement");
        CommandLineRun.of("evaluate", "digits-mlp", "--metric", "mse")
                .assertFailed(1, "Metric mse cannot be measured on data set digits-test: it needs regression targets");
        CommandLineRun.of("compare", "digits-mlp", "--metric", "f1").assertFailed(2, "'f1' is no metric");
    }

    @Test
    void diagnosisSaysWhatAndWhyAndWhatHelps() {
        JsonNode worst = CommandLineRun.of("evaluate", "digits-outlier", "--samples", "64", "--json")
                .json()
                .get("diagnosis")
                .get("findings")
                .get(0);
        assertThat(names(worst))
                .containsExactly(
                        "kind",
                        "severity",
                        "layer",
                        "others",
                        "tensor",
                        "channels",
                        "title",
                        "sentence",
                        "noiseShare",
                        "evidence",
                        "cures");
        assertThat(worst.get("kind").asText()).isEqualTo("outlier-channels");
        assertThat(worst.get("layer").asText()).isEqualTo("block3.conv");
        assertThat(worst.get("others").get(0).asText()).isEqualTo("block2.conv");
        assertThat(worst.get("cures").get(0).get("improve").asText()).isEqualTo("cle");
        assertThat(worst.get("evidence").get(0).get("unit").asText()).isEqualTo("times");
    }
}
