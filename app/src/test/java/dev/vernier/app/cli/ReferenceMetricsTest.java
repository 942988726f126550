package dev.vernier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real models that are no image classifiers: a regression, a language model, keyword spotting. Skipped where they are absent. */
class ReferenceMetricsTest {
    private static final Path REFERENCE =
            Path.of(System.getProperty("vernier.shared", "../../shared")).resolve("reference");

    @TempDir
    Path folder;

    @BeforeEach
    void onlyWithReferenceFiles() {
        assumeTrue(Files.isDirectory(REFERENCE), "no reference files at " + REFERENCE);
    }

    private static JsonNode evaluate(String model, Path data, String... more) {
        String[] arguments = {
            "evaluate", REFERENCE.resolve("models").resolve(model).toString(), "--data", data.toString(), "--json"
        };
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return CommandLineRun.of(all).json();
    }

    /** The network learned the sine from samples with noise of deviation 0.1. */
    @ParameterizedTest
    @ValueSource(strings = {"hello_world_float.tflite", "hello_world_int8.tflite"})
    void aSineRegressionHasErrorsAgainstTheSine(String model) throws IOException {
        int samples = 200;
        float[] x = new float[samples];
        float[] y = new float[samples];
        for (int i = 0; i < samples; i++) {
            x[i] = (float) (2 * Math.PI * i / samples);
            y[i] = (float) Math.sin(x[i]);
        }
        Path data =
                new NpzFile().floats("x", "200, 1", x).floats("y", "200,", y).write(folder.resolve("sine.npz"));

        JsonNode json = evaluate("tflite/" + model, data);

        assertThat(json.get("metrics").get(0).asText()).isEqualTo("mse");
        assertThat(json.get("baseline").get("mse").asDouble()).isLessThan(0.03);
        JsonNode quantized = json.get("quantized");
        assertThat(quantized.get("mse").asDouble()).isLessThan(0.04);
        assertThat(quantized.get("mae").asDouble()).isBetween(0.005, 0.2);
        assertThat(quantized.get("delta").get("mse").asDouble())
                .isCloseTo(
                        quantized.get("mse").asDouble()
                                - json.get("baseline").get("mse").asDouble(),
                        within(1e-12));
        assertThat(quantized.get("delta").get("mseCi95")).hasSize(2);
        assertThat(quantized.get("outputSqnrDb").asDouble()).isGreaterThan(20);
        assertThat(quantized.get("agreement").isNull()).isTrue();
        assertThat(quantized.get("top1").isNull()).isTrue();
    }

    @Test
    void aLanguageModelTakesTokenIdsAndIsComparedWithItsFloatSelf() throws IOException {
        int samples = 12;
        int tokens = 9;
        Random random = new Random(7);
        long[] ids = random.longs((long) samples * tokens, 0, 100).toArray();
        long[] mask = new long[samples * tokens];
        java.util.Arrays.fill(mask, 1);
        Path data = new NpzFile()
                .longs("token_type_ids", "12, 9", new long[samples * tokens])
                .longs("input_ids", "12, 9", ids)
                .longs("attention_mask", "12, 9", mask)
                .write(folder.resolve("tokens.npz"));

        JsonNode json = evaluate("onnx/tinybert.onnx", data, "--preset", "w8");

        assertThat(json.get("metrics"))
                .extracting(JsonNode::asText)
                .containsExactly("agreement", "outputSqnrDb", "klDivergence", "meanAbsError");
        assertThat(json.get("samples").asInt()).isEqualTo(samples);
        assertThat(json.get("quantized").get("outputSqnrDb").asDouble()).isGreaterThan(25);
        assertThat(json.get("quantized").get("klDivergence").asDouble()).isBetween(0.0, 0.1);
        assertThat(json.get("quantized").get("agreement").asDouble()).isGreaterThan(0.8);
    }

    @Test
    void keywordSpottingFromTheArraysThemselves() {
        JsonNode json = evaluate(
                "tflite/kws_dscnn_int8.tflite", REFERENCE.resolve("data/kws/kws01.npz"), "--metric", "top1,top5");
        assertThat(json.get("quantized").get("top1").asDouble()).isBetween(0.898, 0.906);
        assertThat(json.get("quantized").get("top5").asDouble())
                .isGreaterThan(json.get("quantized").get("top1").asDouble());
    }
}
