package dev.vernier.io.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.TargetRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanFormatTest {
    @TempDir
    Path folder;

    @Test
    void onlyWhatDiffersIsWritten() {
        QuantPlan plan = QuantPlan.of(Preset.INT8)
                .withTarget(TargetRuntime.TFLITE)
                .withLayer("fc", LayerConfig.FLOAT)
                .withLayer(
                        "conv1",
                        Preset.INT8
                                .config()
                                .withWeights(QuantSpec.weights(Precision.INT4)
                                        .withGranularity(new Granularity.PerBlock(32))
                                        .withRule(RangeRule.LEAST_SQUARED_ERROR)))
                .withLayer(
                        "conv2",
                        Preset.INT8
                                .config()
                                .withActivations(QuantSpec.activations(Precision.INT8)
                                        .withRule(new RangeRule.Manual(
                                                List.of(new ClipRange(-0.8125f, 0.7941f), new ClipRange(0, 1e-7f))))));

        assertThat(PlanWriter.write(plan))
                .isEqualTo(String.join(
                        "\n",
                        "{",
                        "  \"format\": \"vernier-plan\",",
                        "  \"version\": 1,",
                        "  \"preset\": \"int8\",",
                        "  \"target\": \"tflite\",",
                        "  \"layers\": {",
                        "    \"conv1\": {",
                        "      \"weights\": { \"precision\": \"int4\", \"granularity\": { \"block\": 32 }, \"rule\":"
                                + " \"least-squared-error\" }",
                        "    },",
                        "    \"conv2\": {",
                        "      \"activations\": { \"precision\": \"int8\", \"rule\": { \"manual\": [[-0.8125, 0.7941],"
                                + " [0.0, 1.0E-7]] } }",
                        "    },",
                        "    \"fc\": {",
                        "      \"weights\": { \"precision\": \"fp32\" },",
                        "      \"activations\": { \"precision\": \"fp32\" }",
                        "    }",
                        "  }",
                        "}",
                        ""));
    }

    @Test
    void keysMayStandInAnyOrderAndTargetAndLayersMayBeMissing() {
        String json = "{\"preset\":\"dynamic\",\"version\":1,\"format\":\"vernier-plan\"}";
        assertThat(PlanReader.read(json, "p")).isEqualTo(QuantPlan.of(Preset.DYNAMIC));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'layers':{'c':{'weights':{'precision':'int9'}}}|line 2, layers.c.weights.precision 'int9' is an"
                        + " unknown precision",
                "'layers':{'c':{'weights':{}}}|layers.c.weights has no \"precision\"",
                "'layers':{'c':{'bias':{}}}|line 2, layers.c.bias is unknown here",
                "'layers':{'c':7}|layers.c must be an object",
                "'layers':{'c':{'weights':{'precision':'int8','rule':'best'}}}|layers.c.weights.rule 'best' is an"
                        + " unknown rule",
                "'layers':{'c':{'weights':{'precision':'int8','rule':'manual'}}}|layers.c.weights.rule needs a number",
                "'layers':{'c':{'weights':{'precision':'int8','rule':{'percentile':20}}}}|percentile is impossible:"
                        + " percentile 20.0",
                "'layers':{'c':{'weights':{'precision':'int8','rule':{'manual':[[1,-1]]}}}}|manual[0] is impossible:"
                        + " clipping range [1.0, -1.0]",
                "'layers':{'c':{'weights':{'precision':'int8','rule':{'manual':[[1]]}}}}|manual[0] must be a number",
                "'layers':{'c':{'weights':{'precision':'int8','rule':{'manual':[[1e99,1e99]]}}}}|not a finite interval",
                "'layers':{'c':{'weights':{'precision':'int8','granularity':'row'}}}|granularity 'row' is unknown",
                "'layers':{'c':{'weights':{'precision':'int8','granularity':{'block':0}}}}|granularity must be {"
                        + " \"block\": size }",
                "'layers':{'c':{'weights':{'precision':'int8','symmetric':1}}}|symmetric must be true or false",
                "'layers':{'c':{},'c':{}}|Duplicate field 'c'",
                "'target':'tpu'|target 'tpu' is an unknown target; it is one of onnxruntime, tflite, research",
                "'preset':'int9'|preset 'int9' is an unknown preset; it is one of fp32, fp16, bf16, dynamic",
                "'colour':1|line 2, colour is unknown here",
                "'target':|is not JSON"
            })
    void mistakesAreNamedByLineAndPlace(String entry, String message) {
        String preset = entry.contains("preset") ? "" : "\"preset\":\"int8\",";
        String json = "{\"format\":\"vernier-plan\",\"version\":1," + preset + "\n" + entry.replace('\'', '"') + "}";
        assertThatThrownBy(() -> PlanReader.read(json, "my.json"))
                .isInstanceOf(VernierException.class)
                .hasMessageStartingWith("Plan my.json")
                .hasMessageContaining(message);
    }

    @Test
    void aNewerVersionIsToldAsSuchWhateverElseItHolds() {
        assertThatThrownBy(() -> PlanReader.read("{\"hues\":[1],\"format\":\"vernier-plan\",\"version\":3}", "p"))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("is of version 3; this program reads up to version 2");
    }

    @Test
    void otherFilesAreNoPlans() throws IOException {
        assertThatThrownBy(() -> PlanReader.read("{\"format\":\"npz\"}", "d.json"))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("is no plan");
        assertThatThrownBy(() -> PlanReader.read("{\"format\":\"vernier-plan\",\"version\":1}", "p"))
                .hasMessageContaining("has no \"preset\"");
        assertThatThrownBy(() -> PlanReader.read("", "p")).isInstanceOf(VernierException.class);
        assertThatThrownBy(() -> PlanReader.read("[]", "p")).hasMessageContaining("must be an object");
        Path binary = Files.write(folder.resolve("b.json"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertThatThrownBy(() -> PlanFile.read(binary))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("is not text");
        assertThatThrownBy(() -> PlanFile.read(folder.resolve("none.json")))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("does not exist");
    }
}
